import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/** An operation of a service that the driver is built with: the method of its client that takes its request and nothing else. */
final class Operation {
    /** The client of a service, by its name in a jar. */
    private static final Pattern CLIENT =
            Pattern.compile("(software/amazon/awssdk/services/([a-z0-9]+)/(?!Default)\\w+(?<!Async)Client)\\.class");

    /** The driver is not built with the service, or its client does not have the operation. */
    static final class Unsupported extends Exception {
        private static final long serialVersionUID = 1L;

        Unsupported(String message) {
            super(message);
        }
    }

    private final Class<?> client;
    private final Method method;
    /** By endpoint, so that connections are kept alive as users have it. */
    private final Map<String, Object> clients = new HashMap<>();

    private Operation(Class<?> client, Method method) {
        this.client = client;
        this.method = method;
    }

    /** Finds the operation of a hello. A harness, or a model, that has no SDK id names the service. */
    static Operation of(String sdkId, String service, String name) throws Unsupported, IOException, ReflectiveOperationException {
        Map<String, String> services = services();
        // The SDK names a package by the SDK id, without what a package cannot have in its name.
        String wanted = sdkId == null ? service : sdkId;
        String found = services.get(wanted.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT));
        if (found == null) {
            throw new Unsupported("this version is built with " + String.join(", ", services.keySet()) + ", and not with " + wanted);
        }
        Class<?> client = Class.forName(found);
        for (Method method : client.getMethods()) {
            Class<?>[] parameters = method.getParameterTypes();
            if (method.getName().equalsIgnoreCase(name) && parameters.length == 1 && AwsRequest.class.isAssignableFrom(parameters[0])) {
                return new Operation(client, method);
            }
        }
        throw new Unsupported(client.getSimpleName() + " has no operation " + name + ", or one that streams: the driver has no streams");
    }

    /** The clients of the jars, by the package of their service. */
    private static Map<String, String> services() throws IOException {
        Map<String, String> services = new TreeMap<>();
        for (URL place : Collections.list(Operation.class.getClassLoader().getResources("software/amazon/awssdk/services/"))) {
            ((JarURLConnection) place.openConnection()).getJarFile().stream().forEach(entry -> {
                Matcher client = CLIENT.matcher(entry.getName());
                if (client.matches()) {
                    services.put(client.group(2), client.group(1).replace('/', '.'));
                }
            });
        }
        return services;
    }

    /** The request of an input in the value form. */
    Object request(Object input) throws Values.Misfit, ReflectiveOperationException {
        return Values.fill((SdkPojo) method.getParameterTypes()[0].getMethod("builder").invoke(null), input);
    }

    /** Makes the call; what it throws is the SDK's. */
    AwsResponse call(String endpoint, Object request) throws Exception {
        if (!clients.containsKey(endpoint)) {
            clients.put(endpoint, client(endpoint));
        }
        try {
            return (AwsResponse) method.invoke(clients.get(endpoint), request);
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) thrown.getCause();
        }
    }

    private Object client(String endpoint) throws ReflectiveOperationException {
        var builder = (AwsClientBuilder<?, ?>) client.getMethod("builder").invoke(null);
        builder.endpointOverride(URI.create(endpoint));
        builder.overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry())); // the protocol: send once
        ((AwsSyncClientBuilder<?, ?>) builder).httpClientBuilder(UrlConnectionHttpClient.builder());
        return builder.build();
    }
}
