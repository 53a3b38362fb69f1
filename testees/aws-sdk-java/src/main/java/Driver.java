import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.util.VersionInfo;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonNodeParser;
import software.amazon.awssdk.services.licensemanagerusersubscriptions.LicenseManagerUserSubscriptionsClient;
import software.amazon.awssdk.services.licensemanagerusersubscriptions.model.DisassociateUserRequest;
import software.amazon.awssdk.services.licensemanagerusersubscriptions.model.DisassociateUserResponse;
import software.amazon.awssdk.services.licensemanagerusersubscriptions.model.LicenseManagerUserSubscriptionsException;

/** A wireproof testee: the AWS SDK for Java 2, driven by the testee protocol, version 1 (JSON Lines on stdin and stdout). */
public final class Driver {
    /** By endpoint, so that connections are kept alive as users have it. */
    private static final Map<String, LicenseManagerUserSubscriptionsClient> CLIENTS = new HashMap<>();

    public static void main(String[] args) throws IOException {
        PrintStream protocol = System.out; // it carries the protocol only: let stray prints go to standard error
        System.setOut(System.err);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Map<String, JsonNode> message = JsonNodeParser.create().parse(line).asObject();
            String type = message.get("type").text();
            if (type.equals("bye")) {
                break;
            }
            Map<String, Object> answer = new HashMap<>();
            if (type.equals("hello")) {
                answer.putAll(Map.of("type", "hello", "protocol", 1, "name", "aws-sdk-java", "version", VersionInfo.SDK_VERSION,
                        "language", "java", "edition", "2024-11", "features", List.of()));
            } else {
                answer.putAll(call(message.get("endpoint").text(), message.get("input")));
                answer.putAll(Map.of("type", "result", "id", message.get("id").text()));
            }
            protocol.write(Values.write(answer));
            protocol.write('\n');
            protocol.flush();
        }
        System.exit(0); // whatever threads the SDK has started
    }

    private static Map<String, Object> call(String endpoint, JsonNode input) {
        DisassociateUserResponse output;
        Map<String, Object> outcome = new HashMap<>();
        try {
            var request = (DisassociateUserRequest) Values.fill(DisassociateUserRequest.builder(), input);
            output = clientFor(endpoint).disassociateUser(request);
        } catch (Values.Misfit misfit) {
            return Map.of("outcome", "skipped", "reason", misfit.getMessage());
        } catch (AwsServiceException error) {
            outcome.put("outcome", "service_error");
            outcome.put("code", Values.text(error.awsErrorDetails().errorCode()));
            outcome.put("message", Values.text(error.awsErrorDetails().errorMessage()));
            outcome.put("http_status", error.statusCode());
            outcome.put("request_id", Values.text(error.requestId()));
            outcome.put("modeled", error.getClass() != LicenseManagerUserSubscriptionsException.class); // but one below it
            return outcome;
        } catch (Exception error) { // also what is not the SDK's own; an Error is nothing that a program catches
            outcome.put("outcome", "client_error");
            outcome.put("stage", stage(error));
            outcome.put("class", error.getClass().getSimpleName());
            outcome.put("message", Values.text(error.getMessage()));
            return outcome;
        }
        outcome.put("outcome", "response");
        outcome.put("http_status", output.sdkHttpResponse().statusCode());
        outcome.put("request_id", Values.text(output.responseMetadata().requestId()));
        outcome.put("output", output);
        return outcome;
    }

    private static LicenseManagerUserSubscriptionsClient clientFor(String endpoint) {
        return CLIENTS.computeIfAbsent(endpoint, uri -> LicenseManagerUserSubscriptionsClient.builder()
                .endpointOverride(URI.create(uri))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry())) // the protocol: send once
                .build());
    }

    private static String stage(Exception error) {
        if (!(error instanceof SdkClientException)) {
            return "unknown";
        }
        for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException) {
                return "connect";
            }
        }
        return String.valueOf(error.getMessage()).startsWith("Unable to unmarshall") ? "deserialize" : "read";
    }
}
