//! What the user's settings and environment ask for. The only module that reads the environment.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::advice::Window;
use crate::deck::toml_keys;
use crate::theme::{Depth, Theme};

/// What holds for this run.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// How many colours the terminal has.
    pub depth: Depth,
    /// The theme that is asked for whatever the deck says.
    pub theme: Option<String>,
    /// How many days `purge` leaves a talk's votes.
    pub keep_days: u32,
    /// Between which shares of agreement a talk with the neighbour is advised before voting again.
    pub window: Window,
}

/// How long votes are kept where the settings do not say.
const KEEP_DAYS: u32 = 30;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSettings {
    theme: Option<String>,
    colors: Option<RawColors>,
    keep_days: Option<u32>,
    /// In percent.
    discuss_between: Option<(f64, f64)>,
}

/// The variable that names another settings file.
const NAMED: &str = "ROUNDTABLE_CONFIG";

/// The variable that names another folder for data.
const DATA: &str = "ROUNDTABLE_DATA_DIR";

/// Every key of the settings file.
pub const KEYS: [&str; 4] = ["theme", "colors", "keep_days", "discuss_between"];

#[derive(Clone, Copy, Debug, Deserialize)]
enum RawColors {
    #[serde(rename = "never")]
    Never,
    #[serde(rename = "16")]
    Sixteen,
    #[serde(rename = "256")]
    Palette,
    #[serde(rename = "true")]
    True,
}

impl Config {
    /// Reads the settings file and the environment. Without the usual file there are no settings, but one
    /// that the environment names must exist. The error is a sentence.
    pub fn read() -> Result<Self, String> {
        let named = path(NAMED);
        let is_named = named.is_some();
        let settings = match named.or_else(usual_file) {
            None => RawSettings::default(),
            Some(path) => match fs::read_to_string(&path) {
                Ok(text) => {
                    settings(&text).map_err(|error| format!("{}: {error}", path.display()))?
                }
                Err(error) if is_named => {
                    let path = path.display();
                    return Err(format!("cannot read {path}, which {NAMED} names: {error}"));
                }
                Err(error) if error.kind() == ErrorKind::NotFound => RawSettings::default(),
                Err(error) => return Err(format!("cannot read {}: {error}", path.display())),
            },
        };
        let depth = match settings.colors {
            None => depth(&variable),
            Some(RawColors::Never) => Depth::None,
            Some(RawColors::Sixteen) => Depth::Ansi,
            Some(RawColors::Palette) => Depth::Indexed,
            Some(RawColors::True) => Depth::True,
        };
        let window = settings.discuss_between.map_or_else(Window::default, |(low, high)| Window {
            low: low / 100.0,
            high: high / 100.0,
        });
        let keep_days = settings.keep_days.unwrap_or(KEEP_DAYS);
        Ok(Self { depth, theme: settings.theme, keep_days, window })
    }
}

fn settings(text: &str) -> Result<RawSettings, String> {
    let table: toml::Table = toml::from_str(text).map_err(|error| error.to_string())?;
    if let Some(key) = table.keys().find(|key| !KEYS.contains(&key.as_str())) {
        let hint = match toml_keys::nearest(key, &KEYS) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("there are {}", KEYS.join(", ")),
        };
        return Err(format!("unknown key `{key}`: {hint}"));
    }
    let settings: RawSettings = toml::from_str(text).map_err(|error| error.to_string())?;
    if let Some(name) = settings.theme.as_ref().filter(|name| Theme::named(name).is_none()) {
        return Err(no_such_theme(name));
    }
    match settings.discuss_between {
        Some((low, high)) if !(0.0 <= low && low < high && high <= 100.0) => Err(format!(
            "`discuss_between` is two shares in percent, the lower first, such as [30, 70]: \
                         it is [{low}, {high}]"
        )),
        _ => Ok(settings),
    }
}

/// The sentence for a theme that does not exist.
pub fn no_such_theme(name: &str) -> String {
    let names: Vec<&str> = Theme::ALL.iter().map(|theme| theme.name).collect();
    format!("there is no theme `{name}`: there are {}", names.join(", "))
}

/// `roundtable/config.toml` in the platform's folder for settings.
fn usual_file() -> Option<PathBuf> {
    let folder = usual_folder(&path, ("XDG_CONFIG_HOME", ".config"));
    folder.map(|folder| folder.join("roundtable").join("config.toml"))
}

/// The folder for what a talk keeps: the one typed, else the one that the environment names, else the usual
/// one. It need not exist yet. The error is a sentence.
pub fn data_folder(typed: Option<&Path>) -> Result<PathBuf, String> {
    choose_data_folder(typed, &path)
}

fn choose_data_folder(
    typed: Option<&Path>,
    path: &dyn Fn(&str) -> Option<PathBuf>,
) -> Result<PathBuf, String> {
    let usual = || {
        let folder = usual_folder(path, ("XDG_DATA_HOME", ".local/share"));
        folder.map(|folder| folder.join("roundtable"))
    };
    let chosen = typed.map(Path::to_owned).or_else(|| path(DATA)).or_else(usual);
    let chosen = chosen.ok_or_else(|| {
        format!(
            "no folder for data is known, because HOME is not set: give --data-dir or set {DATA}"
        )
    })?;
    std::path::absolute(&chosen).map_err(|error| {
        format!("cannot tell which folder for data `{}` is: {error}", chosen.display())
    })
}

/// The folder for sockets: `XDG_RUNTIME_DIR` where that is a folder, else the one for temporary files.
pub fn runtime_folder() -> PathBuf {
    let runtime = path("XDG_RUNTIME_DIR").filter(|path| path.is_absolute() && path.is_dir());
    runtime.unwrap_or_else(std::env::temp_dir)
}

/// The platform's folder for one kind of files; elsewhere than on macOS a variable names it, else it is in the
/// home folder.
fn usual_folder(
    path: &dyn Fn(&str) -> Option<PathBuf>,
    (name, in_home): (&str, &str),
) -> Option<PathBuf> {
    let home = |folder: &str| path("HOME").map(|home| home.join(folder));
    if cfg!(target_os = "macos") {
        home("Library/Application Support")
    } else {
        path(name).filter(|path| path.is_absolute()).or_else(|| home(in_home))
    }
}

/// How many colours a terminal says it has, by its variables. `NO_COLOR` follows <https://no-color.org>: any value but
/// the empty one means none.
pub fn depth(variable: &dyn Fn(&str) -> Option<String>) -> Depth {
    let term = variable("TERM").unwrap_or_default();
    if variable("NO_COLOR").is_some() || term == "dumb" {
        return Depth::None;
    }
    // Over ssh the name of the terminal is all that arrives.
    let named = |names: &[&str]| names.iter().any(|name| term.contains(name));
    match variable("COLORTERM").as_deref() {
        Some("truecolor" | "24bit") => return Depth::True,
        _ if term.ends_with("-direct") => return Depth::True,
        _ if named(&["kitty", "alacritty", "foot", "ghostty", "wezterm", "contour"]) => {
            return Depth::True;
        }
        _ => {}
    }
    if named(&["256color", "konsole", "putty", "tmux", "iterm"]) {
        Depth::Indexed
    } else {
        Depth::Ansi
    }
}

/// A variable of the environment; one that is empty counts as absent.
fn variable(name: &str) -> Option<String> {
    path(name)?.into_os_string().into_string().ok()
}

/// As [`variable`], for one that holds a path, which need not be text.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
fn path(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_depth(environment: &[(&str, &str)], expected: Depth) {
        let variable = |name: &str| {
            let found = environment.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        assert_eq!(depth(&variable), expected, "{environment:?}");
    }

    #[test]
    fn the_terminal_says_how_many_colours_it_has() {
        check_depth(&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")], Depth::True);
        check_depth(&[("TERM", "xterm-256color")], Depth::Indexed);
        check_depth(&[("TERM", "xterm-direct")], Depth::True);
        check_depth(&[("TERM", "linux")], Depth::Ansi);
        check_depth(&[("TERM", "xterm-kitty")], Depth::True);
        check_depth(&[("TERM", "konsole")], Depth::Indexed);
        check_depth(&[], Depth::Ansi);
        check_depth(&[("TERM", "dumb"), ("COLORTERM", "truecolor")], Depth::None);
        check_depth(&[("COLORTERM", "truecolor"), ("NO_COLOR", "1")], Depth::None);
    }

    #[test]
    fn settings_are_read() {
        let read = settings("theme = \"light\"\ncolors = \"256\"\n").unwrap();
        assert_eq!(read.theme.as_deref(), Some("light"));
        assert!(matches!(read.colors, Some(RawColors::Palette)));
    }

    #[test]
    fn a_setting_that_means_nothing_is_refused_with_the_nearest_one() {
        let error = settings("themes = \"light\"").unwrap_err();
        assert_eq!(error, "unknown key `themes`: did you mean `theme`?");
        let error = settings("theme = \"neon\"").unwrap_err();
        assert_eq!(error, "there is no theme `neon`: there are dark, light, contrast");
    }

    #[test]
    fn data_lie_where_the_first_of_these_says_that_is_there() {
        let chosen = |typed: Option<&str>, environment: &[(&str, &str)]| {
            let path = |name: &str| {
                let found = environment.iter().find(|(key, _)| *key == name);
                found.map(|(_, value)| PathBuf::from(value))
            };
            choose_data_folder(typed.map(Path::new), &path)
        };
        let all = [("ROUNDTABLE_DATA_DIR", "/d"), ("XDG_DATA_HOME", "/x"), ("HOME", "/h")];
        assert_eq!(chosen(Some("/t"), &all), Ok("/t".into()));
        assert_eq!(chosen(None, &all), Ok("/d".into()));
        if cfg!(not(target_os = "macos")) {
            assert_eq!(chosen(None, &all[1..]), Ok("/x/roundtable".into()));
            assert_eq!(chosen(None, &all[2..]), Ok("/h/.local/share/roundtable".into()));
        }
        assert!(chosen(Some("here"), &[]).unwrap().is_absolute());
        assert!(chosen(None, &[]).unwrap_err().contains("give --data-dir"));
    }
}
