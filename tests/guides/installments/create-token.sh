curl https://vault.omise.co/tokens \
-X POST \
-u $OMISE_PUBLIC_KEY: \
-d "card[name]=Somchai Prasert" \
-d "card[city]=Bangkok" \
-d "card[postal_code]=10320" \
-d "card[number]=4242424242424242" \
-d "card[security_code]=123" \
-d "card[expiration_month]=12" \
-d "card[expiration_year]=2024"
