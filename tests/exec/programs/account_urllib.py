import base64
import json
import os
import urllib.request

key = base64.b64encode((os.environ["OMISE_SECRET_KEY"] + ":").encode()).decode()
request = urllib.request.Request("https://api.omise.co/account", headers={"Authorization": "Basic " + key})
print(json.load(urllib.request.urlopen(request))["email"])
