import Access
import Accounts
import Foundation
import HTTPTypes
import Journal
import Protection
import Storage
import Support
import Testing
import Vault

@testable import Web

@Suite("A file that a record has")
struct FileTests {
    private static let what = "zqdécision du juge"

    private static func pdf(_ count: Int = 5_000) -> [UInt8] {
        let start = Array("%PDF-1.7 zqcontenu ".utf8)
        return start + [UInt8](repeating: UInt8(ascii: "x"), count: count - start.count)
    }

    private static func stored(_ site: CaseSite) async throws -> Data {
        Data(
            try await site.test.store.read { connection in
                try connection.rows("SELECT bytes FROM attachment") { try $0.bytes(0) }.flatMap { $0 }
                    + connection.rows("SELECT header, parts FROM entry") { try $0.bytes(0) + $0.bytes(1) }.flatMap { $0 }
            })
    }

    @Test("is added to a case file, opened by who may open it, and erased with it", arguments: Engine.allCases)
    func document(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let path = try await site.opened(by: site.agent)
            let browser = try await site.test.browser(of: site.agent)
            let form = try await browser.get(path + "/documents")
            #expect(form.body.contains("multipart/form-data") && form.text.contains("10 Mo au plus"))
            // Two pieces.
            let file = Self.pdf(1_500_000)
            let token = AnyID.random().description
            for _ in 0..<2 {
                #expect(
                    try await browser.post(path + "/documents", ["on": "2027-03-01", "what": Self.what, "token": token], files: ["file": file]).status == 303)
            }
            let document = try #require(try await site.test.store.read { try $0.all(CaseDocument.self) }.first)
            #expect(try await site.test.store.read { try $0.first("SELECT COUNT(*) FROM attachment") { try $0.integer(0) } } == 2)
            let page = try await browser.get(path)
            #expect(page.text.contains(Self.what) && page.text.contains("PDF, 1,5 Mo"))
            let address = "/cases/documents/\(document.id)/file"
            let before = try await site.test.store.read { try $0.all(Reading.self).count }
            let read = try await browser.get(address)
            #expect(read.status == 200 && read.body == String(decoding: file, as: UTF8.self))
            #expect(read.headers[.contentType] == "application/pdf" && read.headers[.contentDisposition] == "attachment; filename=\"piece-jointe.pdf\"")
            #expect(read.headers[.cacheControl] == "no-store" && read.headers[.xContentTypeOptions] == "nosniff")
            #expect(try await site.test.store.read { try $0.all(Reading.self).count } == before + 1)
            for member in [site.other, site.foreignAgent] { #expect(try await site.test.browser(of: member).get(address).status == 404) }
            let bytes = try await Self.stored(site)
            for word in ["zqcontenu", "zqdécision", "zqpasseport", "%PDF"] { #expect(bytes.range(of: Data(word.utf8)) == nil, "\(word)") }
            #expect(try await site.test.store.verify() == [])
            let supervisor = try await site.test.browser(of: site.supervisor)
            #expect(try await supervisor.get(address).status == 200)
            #expect(try await supervisor.post(path + "/erasure", ["ground": "request", "token": AnyID.random().description]).status == 303)
            #expect(try await site.test.store.read { try $0.first("SELECT COUNT(*) FROM attachment") { try $0.integer(0) } } == 0)
            #expect(try await supervisor.get(address).status == 404)
            #expect(try await site.test.store.verify() == [])
        }
    }

    @Test("is erased by itself where it should not have been kept", arguments: Engine.allCases)
    func erased(engine: Engine) async throws {
        try await CaseSite.with(engine) { site in
            let path = try await site.opened(by: site.agent)
            let browser = try await site.test.browser(of: site.agent)
            #expect(try await browser.post(path + "/documents", ["on": "2027-03-01", "what": ""], files: ["file": Self.pdf()]).status == 303)
            let document = try #require(try await site.test.store.read { try $0.all(CaseDocument.self) }.first)
            let edit = try await browser.get("/cases/documents/\(document.id)/edit")
            #expect(edit.text.contains("Effacer ce document") && !edit.body.contains("type=\"file\""))
            #expect(try await browser.post("/cases/documents/\(document.id)/removal", ["token": AnyID.random().description]).status == 303)
            #expect(try await site.test.store.read { try $0.all(CaseDocument.self).isEmpty })
            #expect(try await site.test.store.read { try $0.first("SELECT COUNT(*) FROM attachment") { try $0.integer(0) } } == 0)
            #expect(try await site.test.store.verify() == [])
        }
    }

    @Test("that cannot be taken is refused beside its field, and what was typed comes back")
    func refused() async throws {
        try await CaseSite.with { site in
            let path = try await site.opened(by: site.agent) + "/documents"
            let browser = try await site.test.browser(of: site.agent)
            let fields = ["on": "2027-03-01", "what": Self.what]
            let cases: [([String: [UInt8]], String)] = [
                ([:], "Choisissez un fichier."), (["file": [0x4d, 0x5a, 0, 0]], "aucun des types acceptés"),
                (["file": Self.pdf(Upload.limitBytes + 1)], "dépasse 10 Mo"),
            ]
            for (files, sentence) in cases {
                let answer = try await browser.post(path, fields, files: files)
                #expect(answer.status == 422 && answer.text.contains(sentence), "\(sentence)")
                #expect(answer.values(of: "what") == [Self.what])
            }
            let other = try await browser.post(path, ["on": "31/2/2027", "what": Self.what], files: ["file": Self.pdf()])
            #expect(other.status == 422 && other.text.contains("Choisissez ce fichier à nouveau"))
            #expect(
                try await browser.post(path, fields.merging(["form": "0"]) { $1 }, files: ["file": Self.pdf()]).status == 400, "not from this session's page")
            #expect(try await site.test.store.read { try $0.all(CaseDocument.self).isEmpty })
            // Whoever is not signed in is asked to, and what they typed is kept for them; the file is read past.
            let nobody = try await site.test.browser().post(path, fields, files: ["file": Self.pdf(2_000_000)])
            #expect(nobody.status == 403 && nobody.text.contains("Rien n’est perdu"))
            let long = try await browser.post(path, fields, files: ["file": Self.pdf(41 << 20)])
            #expect(long.status == 413)
        }
    }

    @Test("may be what the person says themselves, heard with their feedback")
    func voice() async throws {
        try await CaseSite.with { site in
            let path = try await site.opened(by: site.agent)
            let browser = try await site.test.browser(of: site.agent)
            let sound = Array("OggS … OpusHead zqvoix".utf8)
            let fields = ["level": "2", "subject": "whole", "moment": "underway", "manner": "spoken", "words": ""]
            #expect(try await browser.post(path + "/feedback", fields, files: ["voice": sound]).status == 303)
            let feedback = try #require(try await site.test.store.read { try $0.all(Feedback.self) }.first)
            #expect(try await browser.get(path).body.contains("<audio controls"))
            #expect(try await browser.get("/cases/feedback/\(feedback.id)/voice").body == String(decoding: sound, as: UTF8.self))
            #expect(try await Self.stored(site).range(of: Data("zqvoix".utf8)) == nil)
            #expect(try await browser.get("/").headers[.contentSecurityPolicy]?.contains("media-src 'self'") == true)
        }
    }

    @Test("is heard where consent is asked, once the secretariat has recorded it")
    func consent() async throws {
        try await CaseSite.with { site in
            let secretariat = try await site.test.browser(of: site.test.member("zeinabou", [.secretariat]))
            let agent = try await site.test.browser(of: site.agent)
            #expect(try await agent.get("/consent-recordings").text.contains("Aucun n’est encore enregistré"))
            #expect(try await !agent.get("/cases/new").body.contains("<audio"))
            #expect(try await agent.get("/consent-recordings/new").status == 403)
            let sound = Array("OggS … OpusHead".utf8)
            #expect(try await secretariat.post("/consent-recordings/new", ["language": "hau", "on": "2027-03-01"], files: ["sound": sound]).status == 303)
            let recording = try #require(try await site.test.store.read { try $0.all(ConsentRecording.self) }.first)
            #expect(try await agent.get("/cases/new").body.contains("/consent-recordings/\(recording.id)/sound"))
            let heard = try await agent.get("/consent-recordings/\(recording.id)/sound")
            #expect(heard.status == 200 && heard.body == String(decoding: sound, as: UTF8.self))
            // An edit without another file leaves the one that stands; with another, it takes its place.
            let page = try await secretariat.get("/consent-recordings/\(recording.id)/edit")
            #expect(page.text.contains("Il y en a une : son Ogg"))
            let seen = page.values(of: "seen")[0]
            #expect(
                try await secretariat.post("/consent-recordings/\(recording.id)/edit", ["language": "dje", "on": "2027-03-01", "seen": seen]).status == 303)
            let standing = try await site.test.store.read { try $0.find(ConsentRecording.self, recording.id)?.record }
            #expect(standing?.sound == recording.record.sound && standing?.language.code == "dje")
            let next = try await secretariat.get("/consent-recordings/\(recording.id)/edit").values(of: "seen")[0]
            let other = Array("RIFF....WAVEfmt ".utf8)
            #expect(
                try await secretariat.post(
                    "/consent-recordings/\(recording.id)/edit", ["language": "dje", "on": "2027-03-01", "seen": next], files: ["sound": other]
                ).status == 303)
            #expect(try await agent.get("/consent-recordings/\(recording.id)/sound").body == String(decoding: other, as: UTF8.self))
        }
    }
}
