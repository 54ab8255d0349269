curl https://api.omise.co/charges \
-u $OMISE_SECRET_KEY: \
-d "amount=400000" \
-d "currency=THB" \
-d "return_uri=http://example.com/orders/345678/complete" \
-d "card=$TOKEN_ID_CHARGE_SOURCE" \
-d "source[type]=installment_wlb_ktc" \
-d "source[installment_term]=4"
