import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.util.VersionInfo;

/**
 * A wireproof testee: the AWS SDK for Java 2, driven by the testee protocol, version 1 (JSON Lines on stdin and stdout). The one
 * argument is the edition of the contract of DisassociateUser that this version was made from, or empty if it is not known.
 */
public final class Driver {
    /** The service whose contract has editions. */
    private static final String WITH_EDITIONS = "License Manager User Subscriptions";

    public static void main(String[] args) throws Exception {
        PrintStream protocol = System.out; // it carries the protocol only: let stray prints go to standard error
        System.setOut(System.err);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Operation operation = null;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Map<?, ?> message = Json.readObject(line);
            if (message.get("type").equals("bye")) {
                break;
            }
            Map<String, Object> answer = new HashMap<>();
            if (message.get("type").equals("hello")) {
                answer.putAll(Map.of("type", "hello", "protocol", 1, "name", "aws-sdk-java", "version", VersionInfo.SDK_VERSION,
                        "language", "java", "features", List.of()));
                String sdkId = (String) message.get("sdk_id");
                try {
                    operation = Operation.of(sdkId, (String) message.get("service"), (String) message.get("operation"));
                    if (WITH_EDITIONS.equals(sdkId) && !args[0].isEmpty()) {
                        answer.put("edition", args[0]);
                    }
                } catch (Operation.Unsupported reason) {
                    answer.put("unsupported", reason.getMessage());
                }
            } else {
                answer.putAll(call(operation, (String) message.get("endpoint"), message.get("input")));
                answer.putAll(Map.of("type", "result", "id", message.get("id")));
            }
            protocol.write(Json.write(answer));
            protocol.flush();
        }
        System.exit(0); // whatever threads the SDK has started
    }

    private static Map<String, Object> call(Operation operation, String endpoint, Object input) throws ReflectiveOperationException {
        Object request;
        try {
            request = operation.request(input);
        } catch (Values.Misfit misfit) {
            return Map.of("outcome", "skipped", "reason", misfit.getMessage());
        }
        Map<String, Object> outcome = new HashMap<>();
        AwsResponse output;
        try {
            output = operation.call(endpoint, request);
        } catch (AwsServiceException error) {
            // A modeled error has a class of its own, below that of the service's errors.
            boolean modeled = error.getClass().getSuperclass().getSuperclass() == AwsServiceException.class;
            outcome.put("outcome", "service_error");
            outcome.put("code", Values.text(error.awsErrorDetails().errorCode()));
            outcome.put("message", Values.text(error.awsErrorDetails().errorMessage()));
            outcome.put("http_status", error.statusCode());
            outcome.put("request_id", Values.text(error.requestId()));
            outcome.put("modeled", modeled);
            outcome.put("error", modeled ? Values.shown(error) : null);
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
        outcome.put("output", Values.shown(output));
        return outcome;
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
        String message = String.valueOf(error.getMessage());
        if (message.startsWith("Unable to marshall")) {
            return "serialize";
        }
        return message.startsWith("Unable to unmarshall") ? "deserialize" : "read";
    }
}
