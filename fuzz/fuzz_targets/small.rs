//! A small scheme, for targets that need one.

/// Its files; `CONDITION` stands for the condition of its one clause.
const FILES: [(&str, &str); 4] = [
    (
        "scheme.yaml",
        "id: t\nname: {zh: t, en: t}\nsources: {P: p}\nversions:\n  - {id: v, name: {zh: v, en: v}, \
         document: d, from: 2020-01-01, to: open, sources: [P], mark: V, article: a, \
         checked_on: 2020-01-01}\n",
    ),
    (
        "facts.yaml",
        "suppliers: {a: {zh: a, en: a}}\nfacts:\n  yes: {label: {zh: a, en: a}, type: bool, supplier: a}\n  \
         sum: {label: {zh: a, en: a}, type: number, unit: yuan, supplier: a}\n  day: {label: {zh: a, en: a}, \
         type: date, supplier: a}\n  parts: {label: {zh: a, en: a}, type: list, supplier: a, fields: {size: \
         {type: number, unit: m2}}}\n",
    ),
    (
        "parameters/cap.yaml",
        "id: cap\ndescription: {zh: a, en: a}\ntype: number\nunit: yuan\nvalues:\n  2020-01-01: {value: 50, \
         sources: [P], mark: V, article: a, checked_on: 2020-01-01}\n",
    ),
    (
        "rules/v.yaml",
        "version: v\nclauses:\n  - id: c\n    kind: gate\n    text: {zh: c, en: c}\n    condition: |\n      \
         CONDITION\n    sources: [P]\n    mark: V\n    article: a\nsupport:\n  modes: [{id: m, name: {zh: m, \
         en: m}, amount: 'min(sum, cap)', round: down_to_fen, sources: [P], mark: V, article: a}]\n",
    ),
];

/// The scheme with a condition, or every remark about it.
pub fn load(condition: &str) -> Result<policy::Scheme, Vec<units::Diagnostic>> {
    let condition = condition.replace('\n', "\n      ");
    let files = FILES.map(|(path, text)| (path.to_owned(), text.replace("CONDITION", &condition)));
    policy::Scheme::load(&files)
}
