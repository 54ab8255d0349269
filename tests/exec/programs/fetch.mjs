const authorization = `Basic ${Buffer.from(`${process.env.OMISE_SECRET_KEY}:`).toString("base64")}`;
const answer = await fetch("https://api.omise.co/account", { headers: { authorization } });
console.log((await answer.json()).email);
