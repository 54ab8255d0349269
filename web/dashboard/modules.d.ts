/** Class names of a style sheet that belongs to one component. */
declare module "*.module.css" {
  const classes: Readonly<Record<string, string>>;
  // biome-ignore lint/style/noDefaultExport: this is how a bundler hands them over
  export default classes;
}

declare module "*.css";
