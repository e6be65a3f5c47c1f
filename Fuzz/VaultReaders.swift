import Foundation
import Journal

@testable import Vault

private typealias Form = @Sendable ([UInt8]) throws -> [UInt8]

/// Every stored form of `docs/formats/vault.md` with what reads it and writes it again.
private let forms: [Form] = [
    { try Wrap(bytes: $0).bytes }, { try PasswordWrap(bytes: $0).bytes }, { try MemberPublicKeys(bytes: $0).bytes },
    { try CirclePublicKey(bytes: $0).bytes }, { try OneTimeCodes(bytes: $0).bytes }, { try ResetCode(bytes: $0).bytes },
    { try ArchivePublicKey(bytes: $0).bytes }, { try SealedParcel(bytes: $0).bytes }, { try Sealed<String>(bytes: $0).bytes },
    { PlainValue.encode(try PlainValue.decode($0)) }, { Padding.pad(try Padding.unpad($0)) },
]

/// What is sealed, wrapped or kept of a key: the first byte says which form.
let vaultReader = Fuzzed(
    name: "vault",
    seeds: {
        let samples = Samples()
        let member = MemberKeys(member: samples.id(1))
        let circle = CircleKey(circle: samples.id(2))
        let data = DataKey(subject: samples.id(3))
        let place = SealedPlace(subject: samples.id(3), kind: "person", record: samples.id(4), field: "name")
        let next = try circle.next().publicKey
        let label = SealedParcel.Label(item: samples.id(5), member: samples.id(1), formVersion: 1)
        let whole: [[UInt8]] = [
            try circle.wrap(for: member).bytes, PasswordWrap.decoy(cost: .circle).bytes, member.publicKeys.bytes, next.bytes,
            OneTimeCodes.draw().sheet.bytes,
            ResetCode.draw(for: samples.id(1), until: Date(timeIntervalSince1970: 1_800_000_000)).stored.bytes,
            ArchiveKey().publicKey.bytes, try SealedParcel([1, 2, 3], to: member.publicKeys, label: label).bytes,
            try Sealed("Aïcha", under: data, at: place).bytes, PlainValue.encode(.text("Aïcha")), Padding.pad([1, 2, 3]),
        ]
        return zip(0..., whole).map { [UInt8($0)] + $1 } + [
            [0] + (try data.wrap(to: member.publicKeys).bytes), [9] + PlainValue.encode(.integer(-2)), [9] + PlainValue.encode(.real(0.5)),
        ]
    }
) { input in
    guard let which = input.first else { return }
    let bytes = Array(input.dropFirst())
    hold(try forms[Int(which) % forms.count](bytes) == bytes, "form \(Int(which) % forms.count) has one writing")
}

/// Keys that are the same in every run, so that what was learnt stays of use; the first is of `Fixtures/vault`.
private let fixed: (archive: ArchiveKey, draft: DraftKey, totp: TOTP) = {
    guard let archive = try? ArchiveKey(printed: "C693-WVAY-CF3T-6YSK-259K-96NW-R95Z-RT1B-SZQJ-MD4D-DWKS-HC2Q-NQ5E-CYD6"),
        let draft = DraftKey(cookie: String(repeating: "A", count: 43))
    else { fail("the fixed keys are not read") }
    return (archive, draft, TOTP(secret: [UInt8](repeating: 5, count: 20)))
}()
private let sheet = OneTimeCodes.draw()

/// Codes that people copy by hand, and texts that browsers send back.
let codeReader = Fuzzed(
    name: "codes", longest: 2048,
    seeds: {
        let secret = SessionSecret()
        let texts = [
            fixed.archive.printed, sheet.codes[0], fixed.totp.code(step: 7), secret.cookie, FormToken(secret).masked(), fixed.draft.cookie,
            try fixed.draft.seal(Array("a=b".utf8), for: Samples().id(1), now: Date(timeIntervalSince1970: 1_800_000_000)),
            "brado stuma flika prono skuvi",
            AnyID().description, "o-I-l-0 ①", "ǅ ﬁ É",
        ]
        return texts.map { Array($0.utf8) }
    }
) { input in
    let text = String(decoding: input, as: UTF8.self)
    let moment = Date(timeIntervalSince1970: 1_800_000_000)
    if let key = try? ArchiveKey(printed: text) {
        hold(try ArchiveKey(printed: key.printed).publicKey == key.publicKey, "an archive's key is read as printed")
    }
    if let bytes = TextCode.bytes(base64url: text) { hold(TextCode.base64url(bytes) == text, "base64url has one writing") }
    for alphabet in [TextCode.crockford, TextCode.rfc4648] {
        if let bytes = TextCode.bytes(base32: text, alphabet: alphabet) {
            hold(TextCode.base32(bytes, alphabet: alphabet) == text, "base 32 has one writing")
        }
        hold(TextCode.bytes(base32: TextCode.base32(input, alphabet: alphabet), alphabet: alphabet) == input, "base 32 loses nothing")
    }
    hold(TextCode.bytes(base64url: TextCode.base64url(input)) == input, "base64url loses nothing")
    let typed = TextCode.crockfordTyped(text)
    hold(
        TextCode.crockfordTyped(typed) == typed.filter { $0 != "?" } || typed.contains("?"), "a code that was understood is its own writing"
    )
    if let id = AnyID(text) { hold(id.description == text, "an identifier has one writing") }
    if let secret = SessionSecret(cookie: text) { hold(secret.cookie == text, "a session's secret has one writing") }
    if let key = DraftKey(cookie: text) { hold(key.cookie == text, "a draft's key has one writing") }
    var codes = sheet.sheet
    try? codes.use(text)
    _ = try? fixed.totp.accept(text, at: moment, after: nil)
    _ = try? fixed.draft.open(text, for: Samples().id(1), now: moment)
    _ = FormToken(SessionSecret(cookie: String(repeating: "A", count: 43))!).accepts(text)
    let passphrase = Passphrase(text)
    hold(!passphrase.text.hasPrefix(" ") && !passphrase.text.contains("  "), "a passphrase has no space to spare")
    _ = passphrase.isOfGeneratedForm
}

/// A sealed archive that was cut, lengthened or changed. Whatever opens is what was sealed.
let archiveReader = Fuzzed(
    name: "archive",
    seeds: {
        var sealed: [UInt8] = []
        try Archive.seal(to: fixed.archive.publicKey, read: source(Array("content".utf8)), write: { sealed += $0 })
        return [sealed, Array(sealed.dropLast()), Array(sealed.prefix(131)), sealed + [0]]
    },
    words: { ["PROMIGAR"] }
) { input in
    var opened: [UInt8] = []
    try Archive.open(with: fixed.archive, read: source(input), write: { opened += $0 })
    hold(opened == Array("content".utf8), "nothing opens but what was sealed")
}

private func source(_ bytes: [UInt8]) -> Archive.Source {
    var rest = bytes[...]
    return { maximum in
        defer { rest = rest.dropFirst(maximum) }
        return Array(rest.prefix(maximum))
    }
}
