//! The routes as a page for people: no script, nothing from elsewhere.

use std::fmt::Write as _;

use units::Lang;

use crate::routes::all;

/// The page in one language.
pub(crate) fn page(lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    let word = |zh_word: &'static str, en_word: &'static str| if zh { zh_word } else { en_word };
    let mut page = String::new();
    let title = word("织补接口", "The interface of Reweave");
    let intro = word(
        "错误以 application/problem+json 返回，code 不变；金额单位为分。完整描述见 ",
        "Errors come as application/problem+json with a stable code; money is in fen. In full: ",
    );
    let _ = write!(
        page,
        "<!doctype html><html lang=\"{}\"><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>{title}</title><h1>{title}</h1><p>{intro}\
         <a href=\"/openapi.json\">openapi.json</a></p>",
        if zh { "zh-CN" } else { "en" }
    );
    let mut heading = "";
    for route in all() {
        if route.tag != heading {
            if !heading.is_empty() {
                page.push_str("</table>");
            }
            heading = route.tag;
            let _ = write!(page, "<h2 id=\"{heading}\">{heading}</h2><table>");
        }
        let open = if route.session { "" } else { word("公开", "open") };
        let _ = write!(
            page,
            "<tr><td><code>{} {}</code><td>{}<td>{open}",
            route.method.to_uppercase(),
            route.path,
            route.says.get(lang)
        );
    }
    page.push_str("</table></html>");
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_every_route_and_asks_for_nothing_from_elsewhere() {
        for lang in [Lang::Zh, Lang::En] {
            let page = page(lang);
            for route in all() {
                assert!(page.contains(route.path), "{}", route.path);
            }
            assert!(!page.contains("http://") && !page.contains("https://"));
        }
    }
}
