// A client that brings an agent of its own, as many do: Node.js asks the proxy of the environment for its global agents only.
const https = require("node:https");

const agent = new https.Agent({ keepAlive: true });
https.get({ host: "api.omise.co", path: "/account", auth: `${process.env.OMISE_SECRET_KEY}:`, agent }, (answer) => {
  let text = "";
  answer.on("data", (part) => {
    text += part;
  });
  answer.on("end", () => {
    console.log(JSON.parse(text).email);
    agent.destroy();
  });
});
