//! Cases: what is stated of one, and examples with what must come out.

use serde_json::{Value, json};

use super::{Key, any, by, key, list, map, of};

pub(super) fn case() -> Value {
    json!({
        "description": super::said(
            "个案的事实，或带预期结果的案例",
            "the facts of a case, or an example with what must come out",
        ),
        "type": "object",
        "anyOf": [stated(), example()],
    })
}

fn stated() -> Value {
    map("个案的事实", "the facts of a case", vec![source().optional(), facts()])
}

fn example() -> Value {
    map(
        "案例：好的须得出所载结果，坏的须被拒绝",
        "an example: a good one comes out as stated, a bad one is refused",
        vec![
            key("title", "标题", "its title", of("text")),
            key("on", "认定日期", "the day of the decision", of("day")).optional(),
            key(
                "files",
                "代替或补充方案文件：路径与内容",
                "files in place of, or beside, those of the scheme: path and content",
                json!({ "type": "object", "additionalProperties": of("word") }),
            )
            .optional(),
            key(
                "facts_from",
                "cases/facts/ 中的共用事实",
                "shared facts: a file below cases/facts/, without its ending",
                of("word"),
            )
            .optional(),
            source().optional(),
            facts().optional(),
            key(
                "expect",
                "须得出的结果；未写的不比较",
                "what must come out; what is not stated is not compared",
                json!({ "anyOf": [decided(), refused()] }),
            ),
        ],
    )
}

/// Where facts come from, and who assessed them.
fn origin() -> Vec<Key> {
    vec![
        key("origin", "出处", "where it comes from", of("word")).optional(),
        key("date", "日期", "its day", of("day")).optional(),
        key(
            "mark",
            "可信标记：R 所报，M 模型，A 假定，V S D B X 同规则",
            "its mark: R reported, M modelled, A assumed; V S D B X as for rules",
            any(&["V", "S", "D", "B", "X", "R", "M", "A"]),
        )
        .optional(),
        key("reviewer", "评估人与单位", "who assessed it: name and office", of("word")).optional(),
        key("evidence", "依据：标题或哈希", "the evidence: title or hash", of("word")).optional(),
    ]
}

fn source() -> Key {
    let schema = map("所有事实的出处", "where all facts come from", origin());
    key("source", "所有事实的出处", "where all facts come from", schema)
}

fn facts() -> Key {
    let scalar = json!(["string", "number", "boolean", "null"]);
    let record = json!({ "type": "object", "additionalProperties": { "type": scalar } });
    let item = json!({ "anyOf": [{ "type": scalar }, record] });
    let plain = json!({ "type": ["string", "number", "boolean", "null", "array"], "items": item });
    let mut keys = vec![
        key("value", "值", "the value", plain.clone()),
        key("unit", "单位", "its unit", of("unit")).optional(),
    ];
    keys.extend(origin());
    let with_origin = map("值与其出处", "a value with its origin", keys);
    let fact = json!({
        "description": super::said(
            "值，或 unknown，或 not_applicable，或带出处的值",
            "a value, `unknown`, `not_applicable`, or a value with its origin",
        ),
        "anyOf": [plain, with_origin],
    });
    let zh = "facts.yaml 中的事实；未写的即未知";
    let en = "facts of facts.yaml; what is not stated is unknown";
    let facts = json!({ "anyOf": [by("name", &fact), { "type": "null" }] });
    key("facts", zh, en, facts)
}

fn decided() -> Value {
    let sum = || json!({ "type": ["number", "string"] });
    let sums = || json!({ "type": "object", "additionalProperties": sum() });
    let verdicts = ["met", "not_met", "undetermined"];
    let of_clauses = ["met", "not_met", "undetermined", "not_applicable"];
    let names = || list(&of("word"));
    let yes = || json!({ "type": "boolean" });
    map(
        "认定结果",
        "a decision",
        vec![
            key("in_force", "施行中的版本，或 none", "the version in force, or `none`", of("word")),
            key("verdict", "结论", "the verdict", any(&verdicts)),
            key("amount_yuan", "金额，或 none", "the amount, or `none`", sum()),
            key(
                "amount_if_met_yuan",
                "若未决条件成立的金额，或 none",
                "the amount if the open conditions are met, or `none`",
                sum(),
            ),
            key("mode", "方式", "the mode", of("word")),
            key("modes", "各方式的金额", "the amount of each mode", sums()),
            key("tranches", "各笔的金额", "the amount of each part of the payment", sums()),
            key(
                "clauses",
                "各条款的结论",
                "the verdict of each clause",
                json!({ "type": "object", "additionalProperties": any(&of_clauses) }),
            ),
            key("missing", "须列为缺少的名称", "names that must be listed as missing", names()),
            key("not_missing", "不得列为缺少的名称", "names that must not be listed", names()),
            key("unconfirmed", "是否未核对", "whether it is unconfirmed", yes()),
            key("provisional", "是否暂定", "whether it is provisional", yes()),
        ]
        .into_iter()
        .map(Key::optional)
        .collect(),
    )
}

fn refused() -> Value {
    let place = || json!({ "type": "integer", "minimum": 1 });
    map(
        "拒绝坏案例的提示",
        "the remark that must refuse a bad example",
        vec![
            key("code", "提示代码", "the code of the remark", of("word")),
            key("file", "文件", "its file", of("word")).optional(),
            key("line", "行", "its line", place()).optional(),
            key("column", "列", "its column", place()).optional(),
            key("value", "此处的原文", "what stands there", of("word")).optional(),
        ],
    )
}
