//! Which answers are kept for others who ask the same, for how long, and who makes one anew? One maker at a time makes an
//! answer, all who ask for it meanwhile get his. Not here: how answers are made (`routes`).

use crate::ask::Answer;
use crate::desk::lock;
use crate::problem::Problem;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// Bytes of answers that are kept.
const MOST_KEPT: usize = 24 << 20;
/// So long may a page be shown after others have changed the ledger.
const GRACE: Duration = Duration::from_secs(1);
/// So long, while it is being made anew: who waited for that would see nothing else.
const LONGEST: Duration = Duration::from_secs(3);

/// Which state of the ledger an answer is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct States {
    /// Grows when the ledger has changed: answers of before say it no longer.
    pub(crate) ledger: u64,
    /// Grows when this server has changed it: who decides sees at once what came of it.
    pub(crate) own_writes: u64,
}

/// What came of making an answer; none so far.
type Made = Option<Result<Arc<Answer>, Problem>>;

/// Answers, and who makes which.
#[derive(Default)]
pub(crate) struct Kept(Mutex<Shelf>);

#[derive(Default)]
struct Shelf {
    by_key: BTreeMap<String, KeptAnswer>,
    /// In the order in which they came.
    order: VecDeque<String>,
    bytes: usize,
    making: BTreeMap<String, Making>,
    makers: u64,
}

struct KeptAnswer {
    states: States,
    /// When it was known last to say what the ledger says.
    held: Instant,
    answer: Arc<Answer>,
}

struct Making {
    maker: u64,
    states: States,
    began: Instant,
    made: watch::Receiver<Made>,
}

/// What is there for who asks.
pub(crate) enum Found {
    /// The answer, which says what the ledger says, or did a moment ago. Whoever gets a maker with it makes it anew.
    Answer(Arc<Answer>, Option<Maker>),
    /// Somebody makes it.
    Awaited(Awaited),
    /// Whoever gets this makes it.
    Make(Maker, Awaited),
}

/// An answer that is being made.
pub(crate) struct Awaited {
    made: watch::Receiver<Made>,
    /// For who asked first.
    first: bool,
}

impl Awaited {
    /// What is made; none where it is only for who asked first, and where its maker has left.
    ///
    /// # Errors
    /// The maker's.
    pub(crate) async fn wait(mut self) -> Result<Option<Arc<Answer>>, Problem> {
        let Ok(made) = self.made.wait_for(Option::is_some).await.map(|made| made.clone()) else { return Ok(None) };
        Ok(made.transpose()?.filter(|answer| self.first || answer.keeps))
    }
}

/// Who makes an answer. Others wait until it is dropped at the latest.
pub(crate) struct Maker {
    kept: Arc<Kept>,
    key: String,
    number: u64,
    states: States,
    began: Instant,
    made: watch::Sender<Made>,
}

impl Maker {
    /// Keeps what was made and hands it to who waits. `now`: the states of now.
    pub(crate) fn hand_on(self, made: Result<Arc<Answer>, Problem>, now: States) {
        if let Ok(answer) = &made
            && answer.keeps
            && answer.status == 200
        {
            // Since it was begun others may have changed the ledger.
            let held = if now == self.states { Instant::now() } else { self.began };
            let kept = KeptAnswer { states: self.states, held, answer: Arc::clone(answer) };
            lock(&self.kept.0).keep(self.key.clone(), kept);
        }
        self.made.send_replace(Some(made));
    }
}

impl Drop for Maker {
    fn drop(&mut self) {
        let mut shelf = lock(&self.kept.0);
        if shelf.making.get(&self.key).is_some_and(|making| making.maker == self.number) {
            shelf.making.remove(&self.key);
        }
    }
}

impl Kept {
    /// What is there under `key` in the states of `now`. `grace`: what was right a moment ago will do.
    pub(crate) fn find(self: &Arc<Self>, key: &str, grace: bool, now: States) -> Found {
        let mut shelf = lock(&self.0);
        let shelf = &mut *shelf;
        let making = shelf.making.get(key).filter(|making| making.states.own_writes == now.own_writes);
        if let Some(found) = shelf.by_key.get_mut(key) {
            if found.states == now {
                found.held = Instant::now();
                return Found::Answer(Arc::clone(&found.answer), None);
            }
            let longest = if making.is_some() { LONGEST } else { GRACE };
            if grace && found.states.own_writes == now.own_writes && found.held.elapsed() < longest {
                let answer = Arc::clone(&found.answer);
                let renews = making.is_none();
                return Found::Answer(answer, renews.then(|| self.begin(shelf, key, now).0));
            }
        }
        match making {
            // What programs hear was not begun before the ledger changed.
            Some(making) if making.states == now || grace && making.began.elapsed() < GRACE => {
                Found::Awaited(Awaited { made: making.made.clone(), first: false })
            }
            _ => {
                let (maker, awaited) = self.begin(shelf, key, now);
                Found::Make(maker, awaited)
            }
        }
    }

    /// Makes the asker the maker of an answer.
    fn begin(self: &Arc<Self>, shelf: &mut Shelf, key: &str, states: States) -> (Maker, Awaited) {
        shelf.makers += 1;
        let (number, began) = (shelf.makers, Instant::now());
        let (made, awaited) = watch::channel(None);
        shelf.making.insert(key.to_owned(), Making { maker: number, states, began, made: awaited.clone() });
        let maker = Maker { kept: Arc::clone(self), key: key.to_owned(), number, states, began, made };
        (maker, Awaited { made: awaited, first: true })
    }
}

impl Shelf {
    fn keep(&mut self, key: String, new: KeptAnswer) {
        let size = |kept: &KeptAnswer| kept.answer.body.len() + 512;
        if size(&new) > MOST_KEPT / 8 {
            return;
        }
        self.bytes += size(&new);
        match self.by_key.insert(key.clone(), new) {
            Some(old) => self.bytes -= size(&old),
            None => self.order.push_back(key),
        }
        while self.bytes > MOST_KEPT {
            let Some(oldest) = self.order.pop_front() else { break };
            if let Some(old) = self.by_key.remove(&oldest) {
                self.bytes -= size(&old);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: States = States { ledger: 1, own_writes: 0 };
    const CHANGED: States = States { ledger: 2, own_writes: 0 };
    const DECIDED: States = States { ledger: 3, own_writes: 1 };

    fn answer(text: &'static str) -> Result<Arc<Answer>, Problem> {
        Ok(Arc::new(Answer::of("text/plain", text)))
    }

    fn text(found: &Found) -> String {
        match found {
            Found::Answer(answer, maker) => {
                format!("{}{}", String::from_utf8_lossy(&answer.body), if maker.is_some() { ", made anew" } else { "" })
            }
            Found::Awaited(_) => "awaited".to_owned(),
            Found::Make(..) => "make".to_owned(),
        }
    }

    fn make(kept: &Arc<Kept>, states: States, made: Result<Arc<Answer>, Problem>, now: States) {
        match kept.find("a", false, states) {
            Found::Make(maker, _) => maker.hand_on(made, now),
            found => panic!("{}", text(&found)),
        }
    }

    #[test]
    fn a_page_is_shown_while_one_makes_it_anew() {
        let kept = Arc::new(Kept::default());
        make(&kept, FIRST, answer("old"), FIRST);
        assert_eq!(text(&kept.find("a", true, FIRST)), "old");
        let renewed = kept.find("a", true, CHANGED);
        assert_eq!(text(&renewed), "old, made anew");
        assert_eq!(text(&kept.find("a", true, CHANGED)), "old");
        // Who was to make it anew left.
        drop(renewed);
        let Found::Answer(_, Some(maker)) = kept.find("a", true, CHANGED) else { panic!("nobody makes it") };
        maker.hand_on(answer("new"), CHANGED);
        assert_eq!(text(&kept.find("a", true, CHANGED)), "new");
    }

    #[test]
    fn programs_hear_nothing_of_before_a_change_and_nobody_after_ones_own() {
        let kept = Arc::new(Kept::default());
        make(&kept, FIRST, answer("old"), FIRST);
        assert_eq!(text(&kept.find("a", false, CHANGED)), "make");
        assert_eq!(text(&kept.find("a", true, DECIDED)), "make");
        let Found::Make(early, _) = kept.find("b", false, FIRST) else { panic!("somebody makes it") };
        assert_eq!(text(&kept.find("b", false, FIRST)), "awaited");
        assert_eq!(text(&kept.find("b", true, CHANGED)), "awaited");
        let Found::Make(late, _) = kept.find("b", false, CHANGED) else { panic!("begun before the change") };
        let Found::Make(own, _) = kept.find("b", true, DECIDED) else { panic!("begun before the decision") };
        // The last to begin is the one that others wait for, whoever ends first.
        early.hand_on(answer("early"), DECIDED);
        drop(late);
        assert_eq!(text(&kept.find("b", true, DECIDED)), "awaited");
        own.hand_on(answer("own"), DECIDED);
        assert_eq!(text(&kept.find("b", false, DECIDED)), "own");
    }

    #[test]
    fn those_who_wait_get_what_is_made_and_its_failure() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let mine = Ok(Arc::new(Answer::of("text/plain", "mine").once()));
        // What was made, and what comes to who asked first and to another.
        let ways = [
            (Some(answer("made")), Ok(Some("made")), Ok(Some("made"))),
            (Some(mine), Ok(Some("mine")), Ok(None)),
            (Some(Err(Problem::nothing())), Err(404), Err(404)),
            (None, Ok(None), Ok(None)),
        ];
        for (made, first, other) in ways {
            let kept = Arc::new(Kept::default());
            let Found::Make(maker, own) = kept.find("a", false, FIRST) else { panic!("somebody makes it") };
            let Found::Awaited(awaited) = kept.find("a", false, FIRST) else { panic!("nobody makes it") };
            match made {
                Some(made) => maker.hand_on(made, FIRST),
                None => drop(maker),
            }
            for (awaited, expected) in [(own, first), (awaited, other)] {
                let got = runtime.block_on(awaited.wait());
                let got = got.map(|made| made.map(|answer| String::from_utf8_lossy(&answer.body).into_owned()));
                assert_eq!(got.map_err(|problem| problem.status), expected.map(|text| text.map(str::to_owned)));
            }
            assert!(kept.0.lock().expect("whole").making.is_empty());
        }
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let kept = Arc::new(Kept::default());
        for number in 0..40 {
            let Found::Make(maker, _) = kept.find(&number.to_string(), false, FIRST) else { panic!("{number}") };
            maker.hand_on(Ok(Arc::new(Answer::of("text/plain", vec![b'a'; 1 << 20]))), FIRST);
        }
        assert!(kept.0.lock().expect("whole").bytes <= MOST_KEPT);
        assert_eq!(text(&kept.find("0", false, FIRST)), "make");
        assert!(matches!(kept.find("39", false, FIRST), Found::Answer(_, None)));
    }
}
