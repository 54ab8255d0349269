require "json"
require "net/http"

request = Net::HTTP::Get.new(URI("https://api.omise.co/account"))
request.basic_auth(ENV.fetch("OMISE_SECRET_KEY"), "")
answer = Net::HTTP.start("api.omise.co", 443, use_ssl: true) { |http| http.request(request) }
puts JSON.parse(answer.body)["email"]
