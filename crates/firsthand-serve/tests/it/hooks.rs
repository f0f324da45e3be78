//! Hooks are called on news, signed, and not on a copy; private addresses never, unless they are listed.

use crate::client::Server;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

const JSON: (&str, &str) = ("content-type", "application/json");

/// Hears calls: their heads and bodies. The first is answered with 500.
fn listen() -> (std::net::SocketAddr, Receiver<(Vec<String>, String)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, hear) = channel();
    std::thread::spawn(move || {
        for (number, stream) in listener.incoming().enumerate() {
            let mut reader = BufReader::new(stream.unwrap());
            let mut head = Vec::new();
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                if line.trim().is_empty() {
                    break;
                }
                head.push(line.trim().to_owned());
            }
            let length =
                head.iter().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
            let mut body = vec![0; length.unwrap()];
            reader.read_exact(&mut body).unwrap();
            let status = if number == 0 { "500 Broken" } else { "204 Heard" };
            write!(reader.get_mut(), "HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").unwrap();
            if tell.send((head, String::from_utf8(body).unwrap())).is_err() {
                return;
            }
        }
    });
    (address, hear)
}

fn report(number: usize, outlet: &str) -> String {
    json!({
        "text": format!("At least {number} people were arrested in Lisbon on Monday, the police said."),
        "published": "2025-03-11", "outlet": outlet,
    })
    .to_string()
}

#[test]
fn a_hook_hears_of_news_and_not_of_a_copy() {
    let (address, calls) = listen();
    let server = Server::allowing("hooks", address);
    let made = json!({"address": format!("http://{address}/in"), "indicator": "detained", "moved_percent": 5});
    let made = server.ask("POST", "/v1/hooks", &[JSON], made.to_string().as_bytes()).is(201).json();
    let secret = made["secret"].as_str().unwrap();
    assert!(server.get("/v1/hooks", None).json()["hooks"][0].get("secret").is_none());
    server.ask("POST", "/v1/reports", &[JSON], report(100, "One").as_bytes()).is(201);
    let wait = Duration::from_secs(40);
    let (_, refused) = calls.recv_timeout(wait).unwrap();
    // What failed is told again, under the same id.
    let (head, body) = calls.recv_timeout(wait).unwrap();
    assert_eq!(body, refused);
    let field = |name: &str| head.iter().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).unwrap();
    let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&key).unwrap();
    mac.update(format!("{}.{}.{body}", field("webhook-id"), field("webhook-timestamp")).as_bytes());
    assert_eq!(field("webhook-signature"), format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())));
    let told: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(told["data"]["entry"]["indicator"], "detained", "{told}");
    server.ask("POST", "/v1/reports", &[JSON], report(100, "Another").as_bytes()).is(201);
    assert!(calls.recv_timeout(Duration::from_secs(4)).is_err(), "a copy is no news");
    server.ask("DELETE", &format!("/v1/hooks?hook={}", made["id"].as_str().unwrap()), &[], b"").is(204);
}

#[test]
fn a_private_address_is_not_called() {
    let (address, calls) = listen();
    let server = Server::start("guard", false, 20);
    let made = json!({"address": format!("http://{address}/in")});
    server.ask("POST", "/v1/hooks", &[JSON], made.to_string().as_bytes()).is(201);
    server.ask("POST", "/v1/reports", &[JSON], report(100, "One").as_bytes()).is(201);
    let mut trouble = serde_json::Value::Null;
    for _ in 0..60 {
        trouble = server.get("/v1/hooks", None).json()["hooks"][0]["trouble"].clone();
        if trouble.is_string() {
            break;
        }
        std::thread::sleep(Duration::from_millis(500));
    }
    assert!(trouble.as_str().is_some_and(|why| why.contains("private_address")), "{trouble}");
    assert!(calls.try_recv().is_err());
}
