//! Files under `rules/`.

use serde_json::{Value, json};

use super::{Key, any, ground, key, list, map, of};
use crate::rules::{Currency, Rounding};

pub(super) fn rules() -> Value {
    map(
        "一个版本的规则：定义、条款、金额",
        "the rules of one version: definitions, clauses, amounts",
        vec![
            key("version", "scheme.yaml 中的版本", "a version of scheme.yaml", of("id")),
            key(
                "definitions",
                "条款与金额共用的步骤",
                "named steps that clauses and amounts share",
                list(&definition()),
            )
            .optional(),
            key("clauses", "条款", "the conditions", list(&clause())),
            key("support", "支持方式与拨付", "modes of support and payment", support()),
        ],
    )
}

fn expression(name: &'static str, zh: &str, en: &str) -> Key {
    key(name, zh, en, of("expression"))
}

fn with_ground(zh: &str, en: &str, mut keys: Vec<Key>) -> Value {
    keys.extend(ground());
    map(zh, en, keys)
}

fn definition() -> Value {
    let exception = with_ground(
        "例外：条件成立时代替基本规则",
        "an exception: it takes the place of the base rule while its condition holds",
        vec![
            key("id", "编号", "its id", of("name")),
            expression("when", "何时适用", "when it holds"),
            expression("formula", "此时的规则", "what then holds"),
        ],
    );
    with_ground(
        "定义：基本规则与例外",
        "a definition: a base rule and its exceptions",
        vec![
            key("id", "表达式中的名称", "its name in expressions", of("name")),
            key("label", "名称", "its label", of("text")),
            expression("formula", "基本规则", "the base rule"),
            key(
                "exceptions",
                "例外，任何两条不得同时成立",
                "exceptions, of which no two can hold at once",
                list(&exception),
            )
            .optional(),
        ],
    )
}

fn clause() -> Value {
    let mut clause = with_ground(
        "条款",
        "a clause",
        vec![
            key("id", "编号", "its id", of("name")),
            key(
                "kind",
                "gate 门槛；requirement 适用时的要求；judgement 由官员评估；permissive 可选，仅作提示",
                "gate: must hold; requirement: must hold where it applies; judgement: an official \
                 has found so; permissive: reported only",
                any(&["gate", "requirement", "judgement", "permissive"]),
            ),
            key("text", "条款内容", "what it says", of("text")),
            expression("condition", "须成立的条件", "what must hold"),
            expression(
                "applies_when",
                "何时适用；不写为总是",
                "where it applies; always if left out",
            )
            .optional(),
            key(
                "reason",
                "requirement 不适用时，记录理由的事实",
                "the fact that records why a requirement does not apply",
                of("name"),
            )
            .optional(),
        ],
    );
    clause["if"] =
        json!({ "properties": { "kind": { "const": "requirement" } }, "required": ["kind"] });
    clause["then"] = json!({ "required": ["applies_when", "reason"] });
    clause
}

fn support() -> Value {
    let keys = vec![
        key(
            "mode_fact",
            "选定方式的事实；只有一种方式时可不写",
            "the fact that names the mode; may be left out where there is one mode only",
            of("name"),
        )
        .optional(),
        key("modes", "支持方式", "the modes of support", list(&mode())),
        key("tranches", "分笔拨付", "the parts of the payment", list(&tranche())).optional(),
        key(
            "excludes",
            "不能同时享受的支持",
            "awards that this one cannot stand beside",
            list(&among_others(
                "不能同时享受",
                "an exclusion",
                vec![
                    key("id", "编号", "its id", of("name")),
                    key("text", "内容", "what it says", of("text")),
                ],
            )),
        )
        .optional(),
        key(
            "matches",
            "由其他方案的支持填写的事实",
            "facts that another scheme's award fills",
            list(&among_others(
                "填写一项事实",
                "a fact that is filled",
                vec![key("fact", "金额类事实", "a fact that is a sum of money", of("name"))],
            )),
        )
        .optional(),
    ];
    let mut support = map("支持方式与拨付", "modes of support and payment", keys);
    support["anyOf"] = json!([
        { "required": ["mode_fact"] },
        { "properties": { "modes": { "minItems": 1, "maxItems": 1 } } },
    ]);
    support
}

fn mode() -> Value {
    let mut roundings: Vec<String> = [Currency::Yuan, Currency::Usd, Currency::Gbp]
        .into_iter()
        .flat_map(Rounding::names)
        .collect();
    roundings.dedup();
    with_ground(
        "一种支持方式",
        "a mode of support",
        vec![
            key("id", "编号", "its id", of("name")),
            key("name", "名称", "its name", of("text")),
            expression("amount", "金额，按方案的币种", "the amount, in the scheme's currency"),
            key("round", "取整方式", "how it is rounded", json!({ "enum": roundings })),
        ],
    )
}

fn tranche() -> Value {
    with_ground(
        "一笔拨付",
        "a part of the payment",
        vec![
            key("id", "编号", "its id", of("name")),
            key("name", "名称", "its name", of("text")),
            expression(
                "share",
                "占支持金额的百分比；末笔可写 rest",
                "percent of the award; `rest` for the last: what the others leave",
            ),
            expression("paid", "此笔实付的百分比", "percent of this part that is paid").optional(),
            expression("condition", "拨付条件", "what must hold first").optional(),
        ],
    )
}

/// Something about the awards of a level, or of one scheme.
fn among_others(zh: &str, en: &str, mut keys: Vec<Key>) -> Value {
    keys.extend([
        key("level", "哪一层级的支持", "the level whose awards it is about", of("level"))
            .optional(),
        key("scheme", "哪一方案的支持", "the scheme whose awards it is about", of("word"))
            .optional(),
    ]);
    let mut one = with_ground(zh, en, keys);
    one["anyOf"] = json!([{ "required": ["level"] }, { "required": ["scheme"] }]);
    one
}
