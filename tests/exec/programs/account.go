package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
)

func main() {
	request, _ := http.NewRequest("GET", "https://api.omise.co/account", nil)
	request.SetBasicAuth(os.Getenv("OMISE_SECRET_KEY"), "")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		panic(err)
	}
	var account struct{ Email string }
	if err := json.NewDecoder(answer.Body).Decode(&account); err != nil {
		panic(err)
	}
	fmt.Println(account.Email)
}
