<?php
$curl = curl_init('https://api.omise.co/account');
curl_setopt_array($curl, [CURLOPT_RETURNTRANSFER => true, CURLOPT_USERPWD => getenv('OMISE_SECRET_KEY') . ':']);
$answer = curl_exec($curl);
if ($answer === false) {
    fwrite(STDERR, curl_error($curl));
    exit(1);
}
echo json_decode($answer)->email;
