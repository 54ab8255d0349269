curl https://api.omise.co/charges \
-u $OMISE_SECRET_KEY: \
-d "source=$SOURCE_ID" \
-d "amount=400000" \
-d "currency=THB" \
-d "card=$TOKEN_ID" \
-d "return_uri=https://example.com/orders/345678/complete"
