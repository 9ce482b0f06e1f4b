//! `scheme.yaml`, `facts.yaml` and confirmations.

use serde_json::{Value, json};

use super::{any, by, checked_ground, key, list, map, of, where_type};

pub(super) fn scheme() -> Value {
    map(
        "一个方案：名称、来源、版本",
        "a scheme: its name, its sources, its versions",
        vec![
            key("id", "编号，即文件夹路径", "its id, the path of its folder", of("word")),
            key("name", "名称", "its name", of("text")),
            key("level", "出资层级", "who pays", of("level")).optional(),
            key(
                "currency",
                "币种，不写为元",
                "the currency of its amounts; yuan if left out",
                any(&["yuan", "usd", "gbp"]),
            )
            .optional(),
            key(
                "sources",
                "来源：键与网址（或标题）",
                "sources: key and address (or title)",
                json!({ "type": "object", "additionalProperties": of("word") }),
            ),
            key("versions", "各版本", "its versions", list(&version())),
        ],
    )
}

fn version() -> Value {
    let mut keys = vec![
        key("id", "版本编号", "its id, which its rules file names", of("id")),
        key("name", "文件标题", "the title of the instrument", of("text")),
        key("document", "文号；未见则写 not_seen", "its number, or `not_seen`", of("word")),
        key(
            "status",
            "draft 为征求意见稿：只显示金额，不予认定",
            "`draft`: published for comment only; it shows amounts and grants none",
            any(&["in_force", "draft"]),
        )
        .optional(),
        key("from", "施行首日", "first day in force", of("day")),
        key(
            "to",
            "施行末日；未知则写 open",
            "last day in force, or `open`",
            json!({ "type": "string", "pattern": "^(open|\\d{4}-\\d{2}-\\d{2})$" }),
        )
        .optional(),
    ];
    keys.extend(checked_ground());
    map("一个版本", "a version", keys)
}

pub(super) fn facts() -> Value {
    map(
        "个案可以陈述的事实",
        "what a case may state",
        vec![
            key(
                "suppliers",
                "由谁提供：键与名称",
                "who can supply facts: key and name",
                json!({ "type": "object", "additionalProperties": of("text") }),
            ),
            key("facts", "事实，以名称为键", "the facts, by name", by("name", &fact())),
        ],
    )
}

fn fact() -> Value {
    let words = ["bool", "number", "text", "texts", "date", "choice", "list"];
    let mut fact = map(
        "一项事实",
        "a fact",
        vec![
            key("label", "名称", "its label", of("text")),
            key("type", "类型", "its type", any(&words)),
            key("unit", "单位", "its unit", of("unit")).optional(),
            key("choices", "选项，以键为名", "the choices, by key", of("choices")).optional(),
            key("fields", "列表中每条记录的字段", "the fields of a list's records", fields())
                .optional(),
            key("supplier", "suppliers 中的键", "a key of `suppliers`", of("word")),
            key(
                "may_be_negative",
                "数值可小于零",
                "whether a number may be below zero",
                json!({ "type": "boolean" }),
            )
            .optional(),
            key(
                "change",
                "被拒者能否改变它：never，或难度、最小步长、最高值",
                "whether who is refused may change it: `never`, or how hard, the finest step, the \
                 highest value",
                json!({ "anyOf": [{ "const": "never" }, change()] }),
            )
            .optional(),
        ],
    );
    fact["allOf"] = conditions(&words);
    fact
}

fn change() -> Value {
    let number = || json!({ "type": "number", "exclusiveMinimum": 0 });
    map(
        "能改变，其难度与范围",
        "that it can, how hard and how far",
        vec![
            key("effort", "难度，通常为 1", "how hard it is; 1 is the usual", number()).optional(),
            key("step", "数值的最小步长", "the finest step of a number", number()).optional(),
            key("most", "数值的最高值", "the highest value of a number", number()).optional(),
        ],
    )
}

fn fields() -> Value {
    let words = ["bool", "number", "text", "date", "choice"];
    let mut field = map(
        "一个字段",
        "a field",
        vec![
            key("label", "名称", "its label", of("text")).optional(),
            key("type", "类型", "its type", any(&words)),
            key("unit", "单位", "its unit", of("unit")).optional(),
            key("choices", "选项，以键为名", "the choices, by key", of("choices")).optional(),
        ],
    );
    field["allOf"] = conditions(&words);
    by("name", &field)
}

/// What each type needs beside it.
fn conditions(words: &[&str]) -> Value {
    let without_unit: Vec<&str> = words.iter().copied().filter(|word| *word != "number").collect();
    json!([
        where_type(&["number"], &json!({ "required": ["unit"] })),
        where_type(&without_unit, &json!({ "properties": { "unit": false } })),
        where_type(&["choice"], &json!({ "required": ["choices"] })),
        where_type(&["list"], &json!({ "required": ["fields"] })),
    ])
}

pub(super) fn confirmations() -> Value {
    let who = || {
        vec![
            key("by", "姓名与单位", "name and office", of("word")),
            key("on", "核对日期", "the day of the comparison", of("day")),
            key(
                "against",
                "对照的文本：标题、文号、文件的 SHA-256",
                "against which text: title, number, SHA-256 of the file",
                of("word"),
            ),
            key("article", "所在条款", "where in the text", of("word")).optional(),
        ]
    };
    let mut of_value = vec![
        key("parameter", "参数", "the parameter", of("name")),
        key("place", "授权参数，其辖区", "the place, where each sets its own", of("word"))
            .optional(),
        key("from", "该值的起始日", "the first day of the value", of("day")),
        key(
            "value",
            "原文中的值：与所记一致，或补上缺少的值",
            "the value of the text: the recorded one, or one that was missing",
            json!({ "type": ["string", "number", "boolean", "array"] }),
        ),
    ];
    of_value.extend(who());
    let mut of_item = vec![
        key("version", "版本", "the version", of("id")),
        key(
            "item",
            "条款、方式或拨付的 id；validity 为施行日期",
            "id of a clause, mode or tranche; `validity` for the dates in force",
            of("id"),
        ),
    ];
    of_item.extend(who());
    let one = json!({ "anyOf": [
        map("核对一个参数的值", "a value that was compared", of_value),
        map("核对版本中的一项", "an item that was compared", of_item),
    ] });
    map(
        "官员与原文核对的记录",
        "what named officials have compared with the original",
        vec![key("confirm", "核对", "the comparisons", list(&one))],
    )
}
