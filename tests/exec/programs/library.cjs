// A merchant's program with the official library, none of whose options is set.
const omise = require("omise")({
  publicKey: process.env.OMISE_PUBLIC_KEY,
  secretKey: process.env.OMISE_SECRET_KEY,
});

const card = { name: "Somchai", number: "4242424242424242", expiration_month: 12, expiration_year: 2030 };
omise.tokens
  .create({ card })
  .then(({ id }) => omise.charges.create({ amount: 100000, currency: "THB", card: id }))
  .then(({ status }) => console.log(status));
