//! A text that many copied, in several languages: whoever came first, the same edges stand in the end.

use firsthand::model::{Report, ReportId, Timestamp};
use firsthand::pipeline::{Memory, OneByOne, Read, Room, append_reads, post_reads, read_report, settle_ledger};
use firsthand::resources::Resources;
use firsthand::store::{MemoryStore, Store, hash_root};

const TEXT: &str = "Rescuers in Brekast pulled 214 people from the flooded valley of the Orvane on Monday. \
    Mayor Ilda Fenwarth said 3,480 houses stood under water and the bridge at Lomnica was gone. \
    Governor Tomas Ruvelin promised 12,500 crowns to every household in Brekast and Lomnica. \
    Engineers from Dalvenport expect the Orvane to fall below 640 centimetres by the weekend.";

/// The names and figures of the text, in no language that anybody reads.
const FOREIGN: &str = "Zatulo Brekast mi 214 pelavo ne Orvane siru. \
    Ilda Fenwarth duveno 3.480 lapo mesu te Lomnica paru. \
    Tomas Ruvelin kiteno 12.500 vomi sa Brekast te Lomnica. \
    Dalvenport rasimo Orvane nu 640 celuvo.";

/// Forty-eight pages, an hour between two, each with a sentence of its own.
fn pages() -> Vec<Report> {
    let page = |number: u64| {
        let doc = format!("p{number:02}");
        let (lang, text) = if number % 6 == 5 { ("und", FOREIGN) } else { ("en", TEXT) };
        let own: String = (0..3).map(|word| format!("w{}x{} ", number * 7 + word, word)).collect();
        let published = format!("2031-03-{:02}T{:02}:00:00Z", 4 + number / 24, number % 24);
        Report {
            id: ReportId::of(&[doc.as_bytes()]),
            doc,
            published: published.parse().ok(),
            ..Report::plain(lang, &format!("{text}\n{own}."))
        }
    };
    (0..48).map(page).collect()
}

/// Files pages in portions, settles after each (with the posting, but where one portion is all), and gives the root and the
/// number of edges.
fn settle(res: &Resources, pages: &[Report], portion: usize) -> (String, usize) {
    let (mut store, mut memory) = (MemoryStore::new(), Memory::default());
    for portion in pages.chunks(portion) {
        let reads = portion.iter().map(|page| Read::new(page.clone(), Vec::new(), Vec::new())).collect();
        if portion.len() < pages.len() {
            append_reads(res, &mut store, &mut memory, &OneByOne, reads, Timestamp(0)).unwrap();
        } else {
            post_reads(&mut store, &mut memory, reads, Timestamp(0)).unwrap();
            settle_ledger(res, &mut store, &mut memory, &OneByOne, &mut |_, _| {}).unwrap();
        }
    }
    let ids: Vec<ReportId> = pages.iter().map(|page| page.id).collect();
    (hash_root(&store).unwrap(), store.linked_pairs(&ids).unwrap().len())
}

#[test]
fn a_crowd_of_copies_is_linked_alike_in_any_order_and_portions() {
    let res = Resources::embedded().unwrap();
    let mut pages = pages();
    let whole = settle(&res, &pages, 48);
    let all = pages.len() * (pages.len() - 1) / 2;
    // Copies meet the first ones, not each other; translations meet everybody.
    assert!(whole.1 > pages.len() && whole.1 < all, "{} of {all}", whole.1);
    for portion in [1, 5, 20] {
        assert_eq!(settle(&res, &pages, portion), whole, "portions of {portion}");
    }
    pages.reverse();
    assert_eq!(settle(&res, &pages, 1), whole, "the newest first");
    pages.sort_by_key(|page| page.id);
    assert_eq!(settle(&res, &pages, 3), whole, "by their ids");
}

/// What is not at hand is fetched again, and nothing comes out otherwise.
#[test]
fn how_much_is_kept_at_hand_changes_nothing() {
    let res = Resources::embedded().unwrap();
    let pages = pages();
    let settle = |room: Room| {
        let (mut store, mut memory) = (MemoryStore::new(), Memory::with_room(room));
        for portion in pages.chunks(7) {
            let reads = portion.iter().map(|page| read_report(&res, page.clone())).collect();
            post_reads(&mut store, &mut memory, reads, Timestamp(0)).unwrap();
            settle_ledger(&res, &mut store, &mut memory, &OneByOne, &mut |_, _| {}).unwrap();
        }
        let ids: Vec<ReportId> = pages.iter().map(|page| page.id).collect();
        (hash_root(&store).unwrap(), store.derivations(&ids).unwrap(), store.entries().unwrap())
    };
    let all = settle(Room::LARGE);
    assert!(all.1.len() > pages.len() && !all.2.is_empty());
    for room in [
        Room::SMALL,
        Room { reports: 60_000, signatures: 4_000, claims: 20_000 },
        Room { reports: 0, signatures: 0, claims: 0 },
    ] {
        assert!(settle(room) == all, "{room:?} leads elsewhere");
    }
}
