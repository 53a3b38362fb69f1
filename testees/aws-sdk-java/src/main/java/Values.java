import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;
import software.amazon.awssdk.services.licensemanagerusersubscriptions.model.CredentialsProvider;
import software.amazon.awssdk.services.licensemanagerusersubscriptions.model.IdentityProvider;
import software.amazon.awssdk.utils.builder.Buildable;

/** The protocol's value form, and the SDK's structures: whatever members these have, by the SDK's own description of them. */
final class Values {
    /** A surrogate as UTF-8 would have it if it could. */
    private static final Pattern SURROGATE = Pattern.compile("\u00ed([\u00a0-\u00bf])([\u0080-\u00bf])");

    /** The SDK's types cannot hold the input. */
    static final class Misfit extends Exception {
        private static final long serialVersionUID = 1L;

        Misfit(String message) {
            super(message);
        }
    }

    private Values() {
    }

    /** Sets a builder's members to those of a value, and builds the structure or union. */
    static SdkPojo fill(SdkPojo builder, JsonNode value) throws Misfit {
        if (!value.isObject()) {
            throw new Misfit("the SDK's types hold nothing else in place of a structure or union");
        }
        for (Map.Entry<String, JsonNode> member : value.asObject().entrySet()) {
            SdkField<?> field = builder.sdkFieldNameToField().get(member.getKey());
            if (field == null) {
                throw new Misfit("the SDK's types have no member " + text(member.getKey()));
            }
            field.set(builder, read(field, member.getValue()));
        }
        return (SdkPojo) ((Buildable) builder).build();
    }

    private static Object read(SdkField<?> field, JsonNode value) throws Misfit {
        MarshallingType<?> type = field.marshallingType();
        if (value.isNull()) {
            return null; // a setter takes it, and it unsets the member
        } else if (type == MarshallingType.STRING && value.isString()) {
            return value.asString();
        } else if (type == MarshallingType.STRING && value.isObject() && value.asObject().keySet().equals(Set.of("$wtf8"))) {
            return fromWtf8(value.asObject().get("$wtf8").text());
        } else if (type == MarshallingType.BOOLEAN && value.isBoolean()) {
            return value.asBoolean();
        } else if (type == MarshallingType.SDK_POJO) {
            return fill(field.constructor().get(), value);
        } else if (type == MarshallingType.LIST && value.isArray()) {
            List<Object> items = new ArrayList<>();
            for (JsonNode item : value.asArray()) {
                items.add(read(field.getTrait(ListTrait.class).memberFieldInfo(), item));
            }
            return items;
        }
        throw new Misfit("the SDK's types hold no such value in " + field.memberName());
    }

    /** A map of the driver's as JSON, with values of the SDK's in it. */
    static byte[] write(Map<?, ?> map) {
        JsonWriter json = JsonWriter.create();
        write(json, map);
        return json.getBytes();
    }

    private static void write(JsonWriter json, Object value) {
        if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            map.forEach((name, member) -> write(json.writeFieldName((String) name), member));
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            list.forEach(item -> write(json, item));
            json.writeEndArray();
        } else if (isUnknown(value)) { // the SDK keeps nothing of a union's unknown member
            write(json, Map.of("SDK_UNKNOWN_MEMBER", Collections.singletonMap("name", null)));
        } else if (value instanceof SdkPojo pojo) {
            Map<String, Object> members = new TreeMap<>();
            pojo.sdkFields().forEach(field -> members.put(field.memberName(), field.getValueOrDefault(pojo)));
            members.values().removeIf(member -> member == null || member instanceof SdkAutoConstructList);
            write(json, members);
        } else if (value instanceof Boolean bool) {
            json.writeValue(bool);
        } else if (value instanceof Integer number) {
            json.writeValue(number);
        } else if (value instanceof String string && string.codePoints().anyMatch(Values::isSurrogate)) {
            write(json, Map.of("$wtf8", toWtf8(string)));
        } else {
            json.writeValue((String) value);
        }
    }

    private static boolean isUnknown(Object value) {
        return value instanceof IdentityProvider union && union.type() == IdentityProvider.Type.UNKNOWN_TO_SDK_VERSION
                || value instanceof CredentialsProvider other && other.type() == CredentialsProvider.Type.UNKNOWN_TO_SDK_VERSION;
    }

    /** A code or a message as text that JSON can hold: a lone surrogate is shown escaped. */
    static String text(String value) {
        return value == null ? null : value.codePoints()
                .mapToObj(point -> isSurrogate(point) ? String.format("\\u%04x", point) : Character.toString(point))
                .collect(Collectors.joining());
    }

    private static boolean isSurrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }

    private static String fromWtf8(String base64) {
        String bytes = new String(Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1);
        StringBuilder text = new StringBuilder();
        int end = 0;
        for (Matcher found = SURROGATE.matcher(bytes); found.find(); end = found.end()) {
            text.append(utf8(bytes.substring(end, found.start())));
            text.append((char) (0xd000 | (found.group(1).charAt(0) & 63) << 6 | found.group(2).charAt(0) & 63));
        }
        return text.append(utf8(bytes.substring(end))).toString();
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static String toWtf8(String text) {
        String bytes = text.codePoints().mapToObj(point -> isSurrogate(point)
                ? "\u00ed" + (char) (0x80 | point >> 6 & 63) + (char) (0x80 | point & 63)
                : new String(Character.toString(point).getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
                .collect(Collectors.joining());
        return Base64.getEncoder().encodeToString(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }
}
