import Access
import Accounts
import HTML
import HTTPTypes
import Hummingbird
import Journal
import NetworkLife
import NIOCore
import Storage
import Vault

/// Who may come: everyone, or those with a permission. There is no third way to declare a route.
package enum Admittance: Equatable, Sendable {
    case everyone
    case permission(Permission)
}

/// One address, who may ask it, and what answers.
package struct Route: Sendable {
    enum Work: Sendable {
        /// Answers from one read, which sees one state of the database.
        case show(@Sendable (Visit, any Connection) throws -> Reply)
        /// Does something that the form asks for.
        case act(@Sendable (Visit, Typed) async throws -> Reply)
    }

    package let path: SitePath
    package let need: Admittance
    let work: Work
    /// Whether it may be read as of another day (``Past``).
    var showsPast = false

    package var method: String {
        switch work {
        case .show: "GET"
        case .act: "POST"
        }
    }

    static func get(
        _ path: SitePath, _ need: Admittance, past showsPast: Bool = false, _ show: @escaping @Sendable (Visit, any Connection) throws -> Reply
    ) -> Route {
        Route(path: path, need: need, work: .show(show), showsPast: showsPast)
    }

    static func post(_ path: SitePath, _ need: Admittance, _ act: @escaping @Sendable (Visit, Typed) async throws -> Reply) -> Route {
        Route(path: path, need: need, work: .act(act))
    }
}

/// One request, as a handler sees it.
package struct Visit: Sendable {
    let site: Site
    let route: Route
    let say: Say
    /// What stands in the place of `:id`.
    let id: String
    let query: [String: String]
    let session: Session?
    let secret: SessionSecret?
    /// The hidden proof that a form came from this session's page, masked once for each page; empty where nobody is signed in.
    let formToken: String
    let origin: String
    /// The act that brought the reader here, just done.
    var done: DoneNotice?
    /// What opens the text that the sign-in page kept, in the browser where it was typed.
    var draftKey: DraftKey?
    /// The other day that the page is read as of.
    var past: Past?
    /// The member's keys, once they were opened.
    let keys = OpenedKeys()

    var language: Language { say.language }
    /// Or the day that the page is read as of.
    var today: Day { past?.day ?? site.store.today }
    var moment: Moment { Moment(milliseconds: site.store.milliseconds) }

    /// The reader; a route that needs a permission has one.
    func reader() throws -> Reader {
        guard let session else { throw Failure.signInFirst }
        return session.reader
    }

    /// The same request, once its reader has signed in with it.
    func signedIn(_ session: Session, _ secret: SessionSecret) -> Visit {
        Visit(
            site: site, route: route, say: say, id: id, query: query, session: session, secret: secret, formToken: FormToken(secret).masked(),
            origin: origin, done: nil, draftKey: draftKey)
    }

    func may(_ permission: Permission) -> Bool {
        session?.reader.may(permission).isAllowed == true
    }

    func id<Subject>(_: Subject.Type = Subject.self) throws -> ID<Subject> {
        guard let id = ID<Subject>(id) else { throw Failure.notFound }
        return id
    }

    /// Does an act in the reader's name, once for the form's token.
    func perform(
        _ act: ActName, _ typed: Typed, in scope: Journal.Scope = .network, because: Digest? = nil, then following: [Deed] = [],
        _ body: @escaping @Sendable (Act) throws -> Void
    ) async throws -> Outcome {
        let first = try deed(act, token: typed.token, in: scope, because: because, body)
        return try await site.store.performTogether([first] + following)[0]
    }

    /// An act in the reader's name, to be done together with others.
    func deed(
        _ act: ActName, token: AnyID, in scope: Journal.Scope, because: Digest? = nil, followsFormer: Bool = false,
        _ body: @escaping @Sendable (Act) throws -> Void
    ) throws -> Deed {
        let reader = try reader()
        guard reader.may(act.permission).isAllowed else { throw Failure.forbidden(reader.may(act.permission).reason) }
        return Deed(
            act.name, by: try author(signing: act.isSigned), in: scope, token: token, because: because, followsFormer: followsFormer, signed: act.isSigned
        ) { act in
            try body(act)
            try index(act)
        }
    }

    func author(signing isSigned: Bool) throws -> Author {
        let reader = try reader()
        guard isSigned, let secret, let session else { return Author(reader.account) }
        return Author(reader.account, keys: try secret.open(session.keys, member: reader.account.cast()))
    }
}

/// What the reader has just done, to be said on the next page, with a way back.
struct DoneNotice: Sendable {
    let label: Phrase
    let entry: Digest?
}

/// What a handler answers with.
package enum Reply: Sendable {
    case page(ByteBuffer, status: HTTPResponse.Status = .ok)
    case redirect(Address, cookies: [Cookie] = [])
    case pageWithCookies(ByteBuffer, [Cookie], status: HTTPResponse.Status = .ok)
    case download(ByteBuffer, type: String, name: String)
    case export(Export)
    /// A page that shows what was sealed: that it was read is noted before it leaves, or it does not leave.
    case opened(ByteBuffer, Reading.Note, status: HTTPResponse.Status = .ok)

    /// A file of a record; where it was sealed, that it was opened is noted before it leaves.
    case file(File, Reading.Note? = nil)

    /// What is in a file, to be saved or heard: under a name that tells nothing.
    package struct File: Sendable {
        let body: ByteBuffer
        let type: FileType
        var name: String { "piece-jointe.\(type.suffix)" }
    }

    /// Back to a page, which says what was done.
    static func done(_ outcome: Outcome, at address: Address) -> Reply {
        guard let entry = outcome.entry else { return .redirect(address) }
        return .redirect(address.query("done", entry.hex))
    }
}

extension Digest {
    var hex: String { bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }

    init?(hex: String) {
        guard hex.utf8.count == 64 else { return nil }
        var bytes: [UInt8] = []
        var rest = Substring(hex)
        while !rest.isEmpty {
            // A sign would be read as a part of the number.
            guard rest.first != "+", rest.first != "-", let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        self.init(exactly: bytes)
    }
}

/// What goes wrong for a reader, each with its status and its page.
enum Failure: Error {
    case notFound
    /// The day that the page is read as of is before it was there.
    case notKnownThen
    /// There is such an address, and it is asked in another way.
    case wrongMethod
    case signInFirst
    case forbidden(Phrase)
    case badForm(Phrase)
    case tooLarge
    /// The body with its files is longer than is read at all.
    case filesTooLarge
    /// The form was not made for this session, or is older than it.
    case stale
    /// Signed in, and something is to be done before anything else opens.
    case dutyFirst(FirstDuty)
}

/// Words in the reader's language.
package struct Say: Sendable {
    let language: Language

    /// Only the text that is read is put together.
    func callAsFunction(_ french: @autoclosure () -> String, en english: @autoclosure () -> String) -> String {
        language == .french ? french() : english()
    }

    func callAsFunction(_ phrase: Phrase) -> String { phrase(language) }
}
