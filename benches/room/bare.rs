//! The least that records ballots over HTTP before it says so: axum, and a thread that writes what waits as one.

use std::io::{self, Write as _};
use std::path::Path;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use rusqlite::{Connection, params};
use tokio::net::TcpSocket;
use tokio::sync::oneshot;

use super::Fault;

/// A ballot on its way: who, what, and whom to tell.
type Waiting = (String, String, oneshot::Sender<()>);

/// Serves until it is killed; says at which address on its first line.
pub(super) fn serve(folder: &Path) -> Result<(), Fault> {
    let file = Connection::open(folder.join("bare.db"))?;
    file.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
         CREATE TABLE ballot (who TEXT PRIMARY KEY, body TEXT) STRICT, WITHOUT ROWID",
    )?;
    let (ballots, waiting) = mpsc::channel();
    thread::spawn(move || write(file, &waiting).map_err(|error| error.to_string()));
    super::crowd::runtime()?.block_on(async {
        let socket = TcpSocket::new_v4()?;
        socket.bind(([127, 0, 0, 1], 0).into())?;
        // As many may wait as in the program, or the crowd measures how often the system makes it try again.
        let listener = socket.listen(4_096)?;
        writeln!(io::stdout(), "{}", listener.local_addr()?)?;
        let app = Router::new().route("/ballot", post(ballot)).with_state(ballots);
        Ok(axum::serve(listener, app).await?)
    })
}

async fn ballot(
    State(ballots): State<Sender<Waiting>>,
    headers: HeaderMap,
    body: String,
) -> (StatusCode, String) {
    let who = headers.get("cookie").and_then(|who| who.to_str().ok()).unwrap_or_default();
    let (done, recorded) = oneshot::channel();
    let sent = ballots.send((who.to_owned(), body, done));
    match (sent, recorded.await) {
        (Ok(()), Ok(())) => (StatusCode::OK, "{\"recorded\":true}".to_owned()),
        _ => (StatusCode::SERVICE_UNAVAILABLE, String::new()),
    }
}

fn write(mut file: Connection, waiting: &Receiver<Waiting>) -> rusqlite::Result<()> {
    while let Ok(first) = waiting.recv() {
        let batch: Vec<Waiting> = std::iter::once(first).chain(waiting.try_iter()).collect();
        let transaction = file.transaction()?;
        {
            let mut insert = transaction.prepare(
                "INSERT INTO ballot VALUES (?1, ?2) ON CONFLICT DO UPDATE SET body = excluded.body",
            )?;
            for (who, body, _) in &batch {
                insert.execute(params![who, body])?;
            }
        }
        transaction.commit()?;
        for (.., done) in batch {
            // Who hung up is recorded all the same.
            let _ = done.send(());
        }
    }
    Ok(())
}
