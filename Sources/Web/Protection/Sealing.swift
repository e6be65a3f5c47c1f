import Access
import Accounts
import HTML
import HTTPTypes
import Journal
import NIOCore
import Protection
import Storage
import Vault

/// Sealed fields on pages and in forms: opened by the reader's own keys for the length of one request, and noted.
extension Visit {
    /// What the reader's keys open, in this request.
    func keyring(_ connection: any Connection) throws -> Keyring { try Keyring(memberKeys(), connection) }

    /// A record with what its sealed fields say, where a form asks for one of them; nil where it asks for none, or all are blank.
    func opened<R: Record>(_ record: R, asked: [String], _ connection: any Connection) throws -> Opened<R>? {
        let isSealed = R.fields.contains { asked.contains($0.name) && $0.sensitivity == .sealed && $0.read(record) != .null }
        guard isSealed else { return nil }
        guard let opened = try keyring(connection).open(record, connection) else { throw Circles.notHolder }
        return opened
    }

    /// A page with what was sealed of a record: that it is read is noted under the case file it belongs to, or under itself where it belongs to none.
    func showing<R: Record>(_ opened: Opened<R>, _ page: ByteBuffer, status: Reply.Status = .ok) -> Reply {
        .opened(page, note(of: opened), status: status)
    }

    func note<R: Record>(of opened: Opened<R>) -> Reading.Note {
        let subject = opened.record.sealedSubject
        return Reading.Note(.caseOpen, of: subject == opened.record.id.cast() ? R.kind : CaseFile.kind, [subject])
    }

    /// Seals what was typed into the record, under the key of its subject.
    func seal<R: Record>(_ clear: [String: Value], into record: inout R, seen: Versions?, _ act: Act) throws {
        guard !clear.isEmpty else { return }
        let keys = try keyring(act.connection).dataKeys(of: record.sealedSubject, act.connection)
        let id: AnyID = record.id.cast()
        try record.seal(clear, under: keys) { field in try seen.map { try act.value(of: field, of: id, seenBy: $0) } ?? .null }
    }
}
