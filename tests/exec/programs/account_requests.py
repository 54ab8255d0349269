import os

import requests

print(requests.get("https://api.omise.co/account", auth=(os.environ["OMISE_SECRET_KEY"], "")).json()["email"])
