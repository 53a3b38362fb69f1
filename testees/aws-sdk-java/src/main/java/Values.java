import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
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
    static SdkPojo fill(SdkPojo builder, Object value) throws Misfit {
        if (!(value instanceof Map<?, ?> members)) {
            throw new Misfit("the SDK's types hold nothing else in place of a structure or union");
        }
        for (Map.Entry<?, ?> member : members.entrySet()) {
            SdkField<?> field = builder.sdkFields().stream().filter(candidate -> candidate.memberName().equals(member.getKey()))
                    .findAny().orElse(null);
            if (field == null) {
                throw new Misfit("the SDK's types have no member " + text((String) member.getKey()));
            }
            field.set(builder, read(field, member.getValue()));
        }
        return (SdkPojo) ((Buildable) builder).build();
    }

    private static Object read(SdkField<?> field, Object value) throws Misfit {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.DOCUMENT) {
            return document(value);
        } else if (value == null) {
            return null; // a setter takes it, and it unsets the member
        } else if (type == MarshallingType.STRING && isText(value)) {
            return string(value);
        } else if (type == MarshallingType.BOOLEAN && value instanceof Boolean) {
            return value;
        } else if (type == MarshallingType.SDK_POJO) {
            return fill(field.constructor().get(), value);
        } else if (type == MarshallingType.LIST && value instanceof List<?> list) {
            List<Object> items = new ArrayList<>();
            for (Object item : list) {
                items.add(read(field.getTrait(ListTrait.class).memberFieldInfo(), item));
            }
            return items;
        } else if (type == MarshallingType.MAP && value instanceof Map<?, ?> map) {
            Map<String, Object> items = new LinkedHashMap<>();
            for (Map.Entry<?, ?> item : map.entrySet()) {
                items.put((String) item.getKey(), read(field.getTrait(MapTrait.class).valueFieldInfo(), item.getValue()));
            }
            return items;
        } else if (type == MarshallingType.SDK_BYTES && value instanceof String string) {
            try {
                return SdkBytes.fromByteArray(Base64.getDecoder().decode(string));
            } catch (IllegalArgumentException error) {
                throw new Misfit("SdkBytes holds bytes, and the text for " + field.memberName() + " is no base64");
            }
        } else if (Set.of("NaN", "Infinity", "-Infinity").contains(value) && type == MarshallingType.DOUBLE) {
            return Double.valueOf((String) value);
        } else if (Set.of("NaN", "Infinity", "-Infinity").contains(value) && type == MarshallingType.FLOAT) {
            return Float.valueOf((String) value);
        } else if (value instanceof Json.Digits digits) {
            return number(field, digits.text());
        }
        throw misfit(field);
    }

    private static Object number(SdkField<?> field, String digits) throws Misfit {
        MarshallingType<?> type = field.marshallingType();
        try {
            if (type == MarshallingType.DOUBLE && Double.isFinite(Double.parseDouble(digits))) {
                return Double.valueOf(digits);
            } else if (type == MarshallingType.FLOAT && Float.isFinite(Float.parseFloat(digits))) {
                return Float.valueOf(digits);
            }
            BigDecimal exact = new BigDecimal(digits);
            if (type == MarshallingType.INTEGER) {
                return exact.intValueExact();
            } else if (type == MarshallingType.LONG) {
                return exact.longValueExact();
            } else if (type == MarshallingType.SHORT) {
                return exact.shortValueExact();
            } else if (type == MarshallingType.BYTE) {
                return exact.byteValueExact();
            } else if (type == MarshallingType.BIG_DECIMAL) {
                return exact;
            } else if (type == MarshallingType.INSTANT && exact.precision() - exact.scale() < 20 && exact.scale() < 400) {
                BigDecimal[] parts = exact.divideAndRemainder(BigDecimal.ONE);
                BigDecimal whole = parts[1].signum() < 0 ? parts[0].subtract(BigDecimal.ONE) : parts[0];
                return Instant.ofEpochSecond(whole.longValueExact(), exact.subtract(whole).movePointRight(9).longValueExact());
            }
        } catch (ArithmeticException | NumberFormatException | java.time.DateTimeException error) {
            throw misfit(field);
        }
        throw misfit(field);
    }

    private static Misfit misfit(SdkField<?> field) {
        return new Misfit("the SDK's types hold no such value in " + field.memberName());
    }

    private static Document document(Object value) throws Misfit {
        if (value == null) {
            return Document.fromNull();
        } else if (value instanceof Boolean bool) {
            return Document.fromBoolean(bool);
        } else if (isText(value)) {
            return Document.fromString(string(value));
        } else if (value instanceof Json.Digits digits) {
            return Document.fromNumber(digits.text());
        } else if (value instanceof List<?> list) {
            List<Document> items = new ArrayList<>();
            for (Object item : list) {
                items.add(document(item));
            }
            return Document.fromList(items);
        }
        Map<String, Document> members = new LinkedHashMap<>();
        for (Map.Entry<?, ?> member : ((Map<?, ?>) value).entrySet()) {
            members.put((String) member.getKey(), document(member.getValue()));
        }
        return Document.fromMap(members);
    }

    /** A value of the SDK's in the value form. */
    static Object shown(Object value) {
        if (isUnknown(value)) { // the SDK keeps nothing of a union's unknown member
            return Map.of("SDK_UNKNOWN_MEMBER", Collections.singletonMap("name", null));
        } else if (value instanceof SdkPojo pojo) {
            Map<String, Object> members = new TreeMap<>();
            for (SdkField<?> field : pojo.sdkFields()) {
                Object member = field.getValueOrDefault(pojo);
                if (member != null && !(member instanceof SdkAutoConstructList) && !(member instanceof SdkAutoConstructMap)) {
                    members.put(field.memberName(), shown(member));
                }
            }
            return members;
        } else if (value instanceof Document document) {
            return shownDocument(document);
        } else if (value instanceof List<?> list) {
            List<Object> items = new ArrayList<>();
            list.forEach(item -> items.add(shown(item)));
            return items;
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Object> items = new LinkedHashMap<>();
            map.forEach((key, item) -> items.put(text((String) key), shown(item)));
            return items;
        } else if (value instanceof SdkBytes bytes) {
            return Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
        } else if (value instanceof Instant instant) {
            BigDecimal nanos = BigDecimal.valueOf(instant.getNano(), 9);
            return new Json.Digits(new BigDecimal(BigInteger.valueOf(instant.getEpochSecond())).add(nanos).toPlainString());
        } else if (value instanceof Number number) { // of Java's texts for numbers, these three are no JSON
            String digits = number.toString();
            return Set.of("NaN", "Infinity", "-Infinity").contains(digits) ? digits : new Json.Digits(digits);
        } else if (value instanceof String string) {
            return string.codePoints().anyMatch(Values::isSurrogate) ? Map.of("$wtf8", toWtf8(string)) : string;
        }
        return value; // null or a boolean
    }

    private static Object shownDocument(Document document) {
        if (document.isMap()) {
            Map<String, Object> members = new LinkedHashMap<>();
            document.asMap().forEach((name, member) -> members.put(text(name), shownDocument(member)));
            return members;
        } else if (document.isList()) {
            List<Object> items = new ArrayList<>();
            document.asList().forEach(item -> items.add(shownDocument(item)));
            return items;
        } else if (document.isNumber()) {
            return new Json.Digits(document.asNumber().stringValue());
        }
        return document.isNull() ? null : shown(document.isBoolean() ? (Object) document.asBoolean() : document.asString());
    }

    /** Whether a value is a union whose member the SDK does not know. A union's class has an enum Type, and a method that says it. */
    private static boolean isUnknown(Object value) {
        if (!(value instanceof SdkPojo)) {
            return false;
        }
        for (Class<?> inner : value.getClass().getDeclaredClasses()) {
            if (inner.isEnum() && inner.getSimpleName().equals("Type")) {
                try {
                    return String.valueOf(value.getClass().getMethod("type").invoke(value)).equals("UNKNOWN_TO_SDK_VERSION");
                } catch (ReflectiveOperationException error) {
                    throw new IllegalStateException(error);
                }
            }
        }
        return false;
    }

    private static boolean isText(Object value) {
        return value instanceof String || value instanceof Map<?, ?> map && map.keySet().equals(Set.of("$wtf8"));
    }

    private static String string(Object text) {
        return text instanceof Map<?, ?> map ? fromWtf8((String) map.get("$wtf8")) : (String) text;
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
