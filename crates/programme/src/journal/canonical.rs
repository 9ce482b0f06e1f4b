//! One way of writing a value: RFC 8785, of which only integers, texts, lists and maps occur.

use serde::Serialize;
use serde_json::Value;

/// The canonical bytes of a value: keys in order, no white space, absent instead of `null`.
pub fn canonical<T: Serialize>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(512);
    // Our types have text keys and no floats, so that nothing can fail to be written.
    let value = serde_json::to_value(value).unwrap_or(Value::Null);
    write(&value, &mut bytes);
    bytes
}

fn write(value: &Value, to: &mut Vec<u8>) {
    match value {
        Value::Array(items) => {
            to.push(b'[');
            for (place, item) in items.iter().enumerate() {
                separate(place, to);
                write(item, to);
            }
            to.push(b']');
        }
        Value::Object(entries) => {
            let mut sorted: Vec<_> = entries.iter().filter(|(_, inner)| !inner.is_null()).collect();
            sorted.sort_unstable_by_key(|(key, _)| *key);
            to.push(b'{');
            for (place, (key, inner)) in sorted.into_iter().enumerate() {
                separate(place, to);
                text(key, to);
                to.push(b':');
                write(inner, to);
            }
            to.push(b'}');
        }
        Value::String(inner) => text(inner, to),
        Value::Null | Value::Bool(_) | Value::Number(_) => {
            to.extend_from_slice(value.to_string().as_bytes());
        }
    }
}

fn separate(place: usize, to: &mut Vec<u8>) {
    if place > 0 {
        to.push(b',');
    }
}

fn text(text: &str, to: &mut Vec<u8>) {
    to.push(b'"');
    for byte in text.bytes() {
        let escape = match byte {
            b'"' => b'"',
            b'\\' => b'\\',
            0x08 => b'b',
            0x0c => b'f',
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            0x00..0x20 => {
                to.extend_from_slice(format!("\\u{byte:04x}").as_bytes());
                continue;
            }
            _ => {
                to.push(byte);
                continue;
            }
        };
        to.extend_from_slice(&[b'\\', escape]);
    }
    to.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_one_form() {
        let value: Value = serde_json::from_str(
            r#"{"b":[1,-9007199254740991,true],"a":"\u20ac\"\\\/\u0000\u001f\n\t\b\f\u007f","é":{},"A":null}"#,
        )
        .unwrap();
        let expected = "{\"a\":\"€\\\"\\\\/\\u0000\\u001f\\n\\t\\b\\f\u{7f}\",\"b\":[1,-9007199254740991,true],\"é\":{}}";
        assert_eq!(String::from_utf8(canonical(&value)).unwrap(), expected);
    }

    proptest::proptest! {
        #[test]
        fn texts_come_back(text in ".*") {
            let bytes = canonical(&text);
            proptest::prop_assert_eq!(serde_json::from_slice::<String>(&bytes).unwrap(), text);
        }
    }
}
