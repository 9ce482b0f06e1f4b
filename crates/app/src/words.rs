//! Words for people and files that several pages share.

use energy::building::Carrier;
use energy::year::EndUse;
use units::{Fen, Lang, Text};

/// End uses in the order of [`EndUse::ALL`]: key in files, name in Chinese and English.
pub(crate) const END_USES: [(&str, &str, &str); 6] = [
    ("heating", "供暖", "space heating"),
    ("cooling", "供冷", "space cooling"),
    ("auxiliary", "风机水泵", "fans and pumps"),
    ("lighting", "照明", "lighting"),
    ("equipment", "设备", "equipment"),
    ("hot_water", "生活热水", "hot water"),
];

/// Key of an end use, and its name in Chinese and English.
pub(crate) fn end_use_word(end_use: EndUse) -> (&'static str, &'static str, &'static str) {
    END_USES[end_use as usize]
}

/// An amount as people say it, in both languages.
pub(crate) fn money(amount: Fen) -> Text {
    Text::new(report::format::money(amount, Lang::Zh), report::format::money(amount, Lang::En))
}

/// A building kind for people.
pub(crate) fn kind_text(kind: &str) -> Text {
    let (zh, en) = match kind {
        "office" => ("办公", "office"),
        "retail" => ("商业", "retail"),
        "market" => ("市场", "market"),
        "warehouse" => ("仓库", "warehouse"),
        "plant" => ("厂房", "plant"),
        "hotel" => ("酒店", "hotel"),
        "school" => ("学校", "school"),
        "university" => ("高校", "university"),
        "hospital" => ("医院", "hospital"),
        "laboratory" => ("实验室", "laboratory"),
        "residential" => ("居住", "residential"),
        "restaurant" => ("餐饮", "restaurant"),
        "assembly" => ("文体会展", "assembly"),
        "data_centre" => ("数据中心", "data centre"),
        "other" => ("其他", "other"),
        unknown => return Text::same(unknown),
    };
    Text::new(zh, en)
}

/// A carrier's key in factor files.
pub(crate) fn carrier_key(carrier: Carrier) -> &'static str {
    match carrier {
        Carrier::Electricity => "electricity",
        Carrier::Gas => "gas",
        Carrier::DistrictHeat => "district_heat",
        Carrier::DistrictCooling => "district_cooling",
    }
}
