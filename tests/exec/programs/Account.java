import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;

public class Account {
    public static void main(String[] arguments) throws Exception {
        String key = Base64.getEncoder().encodeToString((System.getenv("OMISE_SECRET_KEY") + ":").getBytes());
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://api.omise.co/account"))
                .header("Authorization", "Basic " + key).build();
        String answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
        System.out.println(answer.replaceAll("(?s).*\"email\": \"([^\"]*)\".*", "$1"));
    }
}
