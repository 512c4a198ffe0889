//! A cell of places -> the regions of each of its addresses, the widest first.
//!
//! An address says by the ends of its parts alone where it lies, from left to right: 蓼河市苇塘县柳沟镇. No dictionary is
//! asked; it has no 蓼河, and would find a 河市 in it.

use std::sync::LazyLock;

use regex::Regex;

use super::place::NO_REGIONS;
use crate::text::pattern;

/// What divides the addresses of a cell.
const DIVIDERS: [char; 8] = ['、', '，', ',', '；', ';', '/', '\n', ' '];
/// The levels of an address. Names of cities and counties have at most four characters, but for those of nationalities.
static LEVELS: LazyLock<[Regex; 3]> = LazyLock::new(|| {
    [
        r"^\p{Han}{2,8}?(?:省|自治区)",
        r"^(?:\p{Han}{2,10}?自治州|\p{Han}{2,4}?[市盟])",
        r"^(?:\p{Han}{2,10}?自治县|\p{Han}{2,4}?市|\p{Han}{1,4}?[县区旗])",
    ]
    .map(pattern)
});
/// Words for no region with which the names of regions end.
const PARTS_OF_NAMES: [&str; 3] = ["市区", "城区", "城市"];
/// What goes on after the end of a region makes something else of it: 农贸市场.
const NO_REGION_BEFORE: [char; 2] = ['场', '政'];

/// The regions of each address in a cell that begins with one: 黔岩市 and 凯岑县 of 黔岩市凯岑县碧岩镇.
pub fn regions(cell: &str) -> impl Iterator<Item = Vec<&str>> {
    cell.split(DIVIDERS).map(of_address).filter(|regions| !regions.is_empty())
}

fn of_address(mut rest: &str) -> Vec<&str> {
    let mut regions = Vec::new();
    for level in &*LEVELS {
        let Some(found) = level.find(rest) else { continue };
        let (region, behind) = rest.split_at(found.end());
        // 沙市区 and 望城区 are districts, 市区 and 城区 are none.
        let is_named = |word: &str| PARTS_OF_NAMES.contains(&word) && region.len() > word.len();
        let names_none = NO_REGIONS.iter().any(|word| region.ends_with(word) && !is_named(word));
        if !names_none && !behind.starts_with(NO_REGION_BEFORE) {
            regions.push(region);
            rest = behind;
        }
    }
    regions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_go_by_the_ends_of_their_names() {
        let cases: [(&str, &[&[&str]]); 16] = [
            ("蓼河市苇塘县柳沟镇", &[&["蓼河市", "苇塘县"]]),
            ("冀原市桥北区", &[&["冀原市", "桥北区"]]),
            ("湘南省沅泽市桃溪区", &[&["湘南省", "沅泽市", "桃溪区"]]),
            ("梓川市", &[&["梓川市"]]),
            ("昌榆区榆林街道", &[&["昌榆区"]]),
            ("市南区中山路", &[&["市南区"]]),
            ("沙市区中山路夜市", &[&["沙市区"]]),
            ("桂坪市甘村镇高新路", &[&["桂坪市"]]),
            ("星沙市望城区", &[&["星沙市", "望城区"]]),
            ("市区中山路", &[]),
            ("青原苗族自治县", &[&["青原苗族自治县"]]),
            ("岚州市昆溪市；朔北区", &[&["岚州市", "昆溪市"], &["朔北区"]]),
            ("柳溪小区", &[]),
            ("江北农贸市场", &[]),
            ("柳溪街12号", &[]),
            ("A3区", &[]),
        ];
        for (cell, expected) in cases {
            assert_eq!(regions(cell).collect::<Vec<_>>(), expected, "{cell}");
        }
    }
}
