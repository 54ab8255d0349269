"use strict";
// Loaded into each Node.js process below `chamra exec` by NODE_OPTIONS. Node.js 20 knows no proxy, newer ones ask it for their global agents
// only; clients bring agents of their own. So connections to the original's hosts are turned to the proxy one floor below, where all of them
// pass: the handshake or request that follows names its host, and the proxy takes it as it is.
const net = require("node:net");

const hosts = new Set(require("./original-hosts.json"));
const proxy = new URL(process.env.HTTPS_PROXY || "http://127.0.0.1:0");
const connect = net.Socket.prototype.connect;

net.Socket.prototype.connect = function connectOrTurn(...args) {
  const options = optionsOf(args);
  const turned = options && [80, 443].includes(Number(options.port)) && hosts.has(String(options.host).toLowerCase());
  if (!turned) return connect.apply(this, args);
  const listener = args.findLast((each) => typeof each === "function") ?? callbackOf(args[0]);
  const here = { ...options, host: proxy.hostname, port: Number(proxy.port) };
  return connect.call(this, here, ...(listener ? [listener] : []));
};

/** Options of a call in any of its forms: an object, a port and a host, or the array that Node.js makes of either. */
function optionsOf([first, second]) {
  if (Array.isArray(first)) return first[0];
  if (typeof first === "object" && first !== null) return first;
  return typeof second === "string" ? { port: first, host: second } : null;
}

function callbackOf(first) {
  return Array.isArray(first) && typeof first[1] === "function" ? first[1] : null;
}
