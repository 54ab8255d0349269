/** Class names of a component's style sheet (CSS module). */
declare module "*.module.css" {
  const classes: Readonly<Record<string, string>>;
  // biome-ignore lint/style/noDefaultExport: bundlers export them as default
  export default classes;
}

declare module "*.css";
