//! Files under `parameters/`: the type says what its values look like.

use serde_json::{Value, json};

use super::{any, by, checked_ground, ground, key, list, map, of, where_type};

const TYPES: [&str; 8] = ["number", "bool", "text", "texts", "date", "choice", "bands", "points"];
const MEASURED: [&str; 3] = ["number", "bands", "points"];

pub(super) fn parameter() -> Value {
    let mut parameter = map(
        "一个参数：说明、类型，以及自某日起的值",
        "a parameter: what it is, its type, and its value from each day on",
        vec![
            key("id", "名称，与文件同名", "its name, that of its file", of("name")),
            key("description", "说明", "what it is", of("text")),
            key("type", "类型", "its type", any(&TYPES)),
            key(
                "of",
                "表格：查表所用数的单位",
                "tables: the unit of what is looked up",
                of("unit"),
            )
            .optional(),
            key("unit", "值的单位", "the unit of its values", of("unit")).optional(),
            key("choices", "选项，以键为名", "the choices, by key", of("choices")).optional(),
            key(
                "values",
                "自某日起的值；授权参数先按辖区",
                "values by their first day; of a delegated parameter by place, then by day",
                json!({ "type": ["object", "null"] }),
            )
            .optional(),
            key(
                "delegated_to",
                "授权参数：写明辖区的事实",
                "set by a lower jurisdiction: the fact that names the place",
                of("name"),
            )
            .optional(),
            key("delegation", "授权的依据", "where the scheme says so", delegation()).optional(),
        ],
    );
    let mut conditions = vec![
        where_type(&MEASURED, &json!({ "required": ["unit"] })),
        where_type(&["bands", "points"], &json!({ "required": ["of"] })),
        where_type(&["choice"], &json!({ "required": ["choices"] })),
        where_type(
            &["bool", "text", "texts", "date", "choice"],
            &json!({ "properties": { "unit": false } }),
        ),
    ];
    conditions.extend(TYPES.iter().map(|word| where_type(&[word], &schedule(&value(word)))));
    parameter["allOf"] = Value::Array(conditions);
    parameter
}

fn delegation() -> Value {
    let mut keys = vec![key("since", "自何日起", "since which day", of("day"))];
    keys.extend(ground());
    map("授权的依据", "where the scheme says so", keys)
}

/// Values by day, or by place and day where the parameter is delegated.
fn schedule(value: &Value) -> Value {
    let by_day = by("day", &entry(value));
    let by_place = json!({ "type": ["object", "null"], "additionalProperties": by_day.clone() });
    json!({
        "if": { "required": ["delegated_to"] },
        "then": { "required": ["delegation"], "properties": { "values": by_place } },
        "else": { "required": ["values"], "properties": { "values": by_day } },
    })
}

fn entry(value: &Value) -> Value {
    let or_nothing = json!({ "anyOf": [value, { "type": "null" }] });
    let said = key("value", "值；标记为 X 时没有", "the value; none with mark X", or_nothing);
    let mut keys = vec![said.optional()];
    keys.extend(checked_ground());
    let mut entry = map("自某日起的值", "the value from a day on", keys);
    entry["if"] = json!({ "properties": { "mark": { "const": "X" } }, "required": ["mark"] });
    entry["then"] = json!({ "properties": { "value": { "type": "null" } } });
    entry["else"] = json!({
        "properties": { "value": { "not": { "type": "null" } } },
        "required": ["value"],
    });
    entry
}

/// What a value of a type looks like.
fn value(word: &str) -> Value {
    let number = || json!({ "type": "number" });
    match word {
        "number" => number(),
        "bool" => json!({ "type": "boolean" }),
        "texts" => list(&of("word")),
        "date" => of("date"),
        "choice" => of("name"),
        "bands" => at_least(
            1,
            &map(
                "一段：from、to 含本数，above、below 不含",
                "a stretch: `from` and `to` include their number, `above` and `below` do not",
                vec![
                    key("from", "自（含）", "from, included", number()).optional(),
                    key("above", "大于", "above", number()).optional(),
                    key("to", "至（含）", "up to, included", number()).optional(),
                    key("below", "小于", "below", number()).optional(),
                    key("value", "此段的值", "the value here", number()),
                ],
            ),
        ),
        "points" => at_least(
            2,
            &map(
                "一点，点间按直线插值",
                "a point; between points one goes in a straight line",
                vec![
                    key("at", "查表所用的数", "what is looked up", number()),
                    key("value", "此处的值", "the value here", number()),
                ],
            ),
        ),
        _ => of("word"),
    }
}

/// A list of `least` rows or more.
fn at_least(least: usize, row: &Value) -> Value {
    json!({ "type": "array", "items": row, "minItems": least })
}
