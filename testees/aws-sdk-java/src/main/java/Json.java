import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The lines of the protocol. The SDK's own reader of JSON limits how deep a text nests and how many digits a number has, so the
 * driver has one without limits: an object is a Map, an array a List, a number its {@link Digits}.
 */
final class Json {
    /** A number as it is written. */
    record Digits(String text) {
    }

    private final String text;
    private int next;

    private Json(String text) {
        this.text = text;
    }

    static Object read(String text) {
        Json json = new Json(text);
        Object value = json.value();
        if (json.peek() != '\0' || json.next < text.length()) {
            throw json.unexpected();
        }
        return value;
    }

    static Map<?, ?> readObject(String text) {
        return (Map<?, ?>) read(text);
    }

    private Object value() {
        switch (peek()) {
            case '{':
                return object();
            case '[':
                return array();
            case '"':
                return string();
            default:
                return word();
        }
    }

    private Map<String, Object> object() {
        Map<String, Object> members = new LinkedHashMap<>();
        next++;
        if (taken('}')) {
            return members;
        }
        do {
            if (peek() != '"') {
                throw unexpected();
            }
            String name = string();
            if (!taken(':')) {
                throw unexpected();
            }
            members.put(name, value());
        } while (taken(','));
        if (!taken('}')) {
            throw unexpected();
        }
        return members;
    }

    private List<Object> array() {
        List<Object> items = new ArrayList<>();
        next++;
        if (taken(']')) {
            return items;
        }
        do {
            items.add(value());
        } while (taken(','));
        if (!taken(']')) {
            throw unexpected();
        }
        return items;
    }

    private String string() {
        StringBuilder read = new StringBuilder();
        for (next++; text.charAt(next) != '"'; next++) {
            char character = text.charAt(next);
            if (character != '\\') {
                read.append(character);
                continue;
            }
            character = text.charAt(++next);
            int escape = "bfnrt".indexOf(character);
            if (character == 'u') {
                character = (char) Integer.parseInt(text.substring(next + 1, next + 5), 16);
                next += 4;
            } else if (escape >= 0) {
                character = "\b\f\n\r\t".charAt(escape);
            }
            read.append(character);
        }
        next++;
        return read.toString();
    }

    private Object word() {
        int start = next;
        while (next < text.length() && ",:]} \t\r\n".indexOf(text.charAt(next)) < 0) {
            next++;
        }
        String word = text.substring(start, next);
        switch (word) {
            case "true":
                return true;
            case "false":
                return false;
            case "null":
                return null;
            default:
                if (word.isEmpty() || "-0123456789".indexOf(word.charAt(0)) < 0) {
                    throw unexpected();
                }
                return new Digits(word);
        }
    }

    /** The next character that is no white space, or NUL at the end. */
    private char peek() {
        while (next < text.length() && " \t\r\n".indexOf(text.charAt(next)) >= 0) {
            next++;
        }
        return next < text.length() ? text.charAt(next) : '\0';
    }

    private boolean taken(char character) {
        boolean found = peek() == character;
        next += found ? 1 : 0;
        return found;
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("the line is no JSON at character " + next);
    }

    static byte[] write(Object value) {
        StringBuilder out = new StringBuilder();
        write(out, value);
        return out.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(StringBuilder out, Object value) {
        if (value instanceof Map<?, ?> map) {
            out.append('{');
            String separator = "";
            for (Map.Entry<?, ?> member : map.entrySet()) {
                write(out.append(separator), member.getKey());
                write(out.append(':'), member.getValue());
                separator = ",";
            }
            out.append('}');
        } else if (value instanceof List<?> list) {
            out.append('[');
            String separator = "";
            for (Object item : list) {
                write(out.append(separator), item);
                separator = ",";
            }
            out.append(']');
        } else if (value instanceof String string) {
            out.append('"');
            for (int at = 0; at < string.length(); at++) {
                char character = string.charAt(at);
                if (character == '"' || character == '\\') {
                    out.append('\\').append(character);
                } else if (character < ' ') {
                    out.append(String.format("\\u%04x", (int) character));
                } else {
                    out.append(character);
                }
            }
            out.append('"');
        } else if (value instanceof Digits digits) {
            out.append(digits.text());
        } else { // null, a boolean, an integer
            out.append(value);
        }
    }
}
