// Says that it runs, and ends with 5 when it is told to end.
process.on("SIGTERM", () => process.exit(5));
setInterval(() => {}, 1000);
console.log("running");
