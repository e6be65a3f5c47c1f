import Foundation
import Journal
import Support
import Testing

@testable import Web

@Suite("A form with files")
struct MultipartTests {
    private static let type = "multipart/form-data; boundary=----x1"

    private static func body(_ parts: [(head: String, content: [UInt8])], end: String = "------x1--\r\n") -> [UInt8] {
        parts.flatMap { Array("------x1\r\nContent-Disposition: form-data; \($0.head)\r\n\r\n".utf8) + $0.content + Array("\r\n".utf8) } + Array(end.utf8)
    }

    private static func read(_ body: [UInt8], by size: Int = 1 << 16, keepsFiles: Bool = true) throws -> Typed {
        var reader = try #require(Multipart(contentType: type, keepsFiles: keepsFiles))
        var rest = body[...]
        while !rest.isEmpty {
            try reader.feed(rest.prefix(size))
            rest = rest.dropFirst(size)
        }
        return try reader.finished()
    }

    @Test("is read in pieces of any length, whatever the file holds", arguments: [1, 2, 7, 8, 9, 64, 100_000])
    func pieces(size: Int) throws {
        // What looks like the beginning of a boundary is a part of the file.
        let file = Array("\r\n------x\r\n--\r\n\r\n------x".utf8) + (0...255).map { UInt8($0) } + Array("\r\n".utf8)
        let typed = try Self.read(
            Self.body([
                ("name=\"title\"", Array("Été".utf8)), ("name=\"empty\"", []), ("name=\"several\"", [97]), ("name=\"several\"", [98]),
                ("name=\"file\"; filename=\"Passeport d’Awa.pdf\"\r\nContent-Type: application/pdf", file),
                ("name=\"none\"; filename=\"\"\r\nContent-Type: application/octet-stream", []),
            ]), by: size)
        #expect(typed["title"] == "Été" && typed.has("empty") && typed["empty"] == "" && typed.all("several") == ["a", "b"])
        #expect(typed.files.keys.sorted() == ["file"])
        #expect(typed.files["file"]?.pieces == [file])
        #expect(!typed.has("file"))
    }

    @Test("holds a file in the pieces in which it is stored, and none of one that is too long")
    func long() throws {
        for (count, pieces) in [(1_044_479, 1), (1_044_480, 2), (Upload.limitBytes, 11), (Upload.limitBytes + 1, 0)] {
            let content = [UInt8](repeating: 65, count: count)
            let typed = try Self.read(Self.body([("name=\"file\"; filename=\"a\"", content), ("name=\"after\"", [97])]))
            let upload = try #require(typed.files["file"])
            #expect(upload.byteCount == count && upload.pieces.count == pieces && upload.isTooLong == (pieces == 0))
            #expect(upload.pieces.dropLast().allSatisfy { $0.count == 1_044_479 })
            #expect(typed["after"] == "a", "what was typed comes back all the same")
        }
    }

    @Test("keeps no file of someone who is not signed in")
    func discarded() throws {
        let typed = try Self.read(Self.body([("name=\"file\"; filename=\"a\"", [1, 2]), ("name=\"b\"", [98])]), keepsFiles: false)
        #expect(typed.files.isEmpty && typed["b"] == "b")
    }

    @Test("is refused where it is cut, nameless, not UTF-8 or longer than a form")
    func refused() throws {
        let whole = Self.body([("name=\"a\"", [97]), ("name=\"file\"; filename=\"a\"", [1, 2])])
        for length in 0..<(whole.count - 3) { #expect(throws: Multipart.Fault.malformed) { try Self.read(Array(whole.prefix(length))) } }
        #expect(throws: Multipart.Fault.malformed) { try Self.read(Self.body([("filename=\"a\"", [97])])) }
        #expect(throws: Multipart.Fault.malformed) { try Self.read(Self.body([("name=\"a\"", [0xff])])) }
        #expect(throws: Multipart.Fault.tooMuchText) { try Self.read(Self.body([("name=\"a\"", [UInt8](repeating: 97, count: 262_144))])) }
        #expect(Multipart(contentType: "multipart/form-data") == nil)
        #expect(Multipart(contentType: "application/x-www-form-urlencoded; boundary=a") == nil)
    }

    private static func upload(_ content: [UInt8]) -> Upload {
        var upload = Upload()
        upload.append(content[...])
        return upload
    }

    @Test("keeps of a picture what is seen, and not where or with what it was taken")
    func pictures() {
        func segment(_ marker: UInt8, _ text: String) -> [UInt8] { [0xff, marker, 0, UInt8(text.utf8.count + 2)] + Array(text.utf8) }
        let start: [UInt8] = [0xff, 0xd8]
        let seen = segment(0xe0, "JFIF") + segment(0xdb, "tables")
        let scan = segment(0xda, "head") + [1, 2, 0xff, 0, 0xff, 0xd3, 9]
        let jpeg =
            start + segment(0xe1, "Exif GPS") + seen + segment(0xfe, "comment") + scan + segment(0xed, "IPTC") + scan + [0xff, 0xd9]
            + Array("a film after its end".utf8)
        #expect(Self.upload(jpeg).kept == Self.upload(start + seen + scan + scan + [0xff, 0xd9]))
        #expect(Self.upload(Array(jpeg.prefix(60))).kept == nil)
        func chunk(_ name: String, _ text: String) -> [UInt8] { [0, 0, 0, UInt8(text.utf8.count)] + Array("\(name)\(text)SUM4".utf8) }
        let head: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
        let png =
            head + chunk("IHDR", "13") + chunk("eXIf", "GPS") + chunk("tEXt", "by whom") + chunk("IDAT", "seen") + chunk("tIME", "now") + chunk("IEND", "") + [
                1
            ]
        #expect(Self.upload(png).kept == Self.upload(head + chunk("IHDR", "13") + chunk("IDAT", "seen") + chunk("IEND", "")))
        #expect(Self.upload(Array(png.dropLast(3))).kept == nil)
        #expect(Self.upload(Array("%PDF".utf8)).kept == Self.upload(Array("%PDF".utf8)))
    }

    @Test("knows a file by its content, whatever it is called")
    func types() {
        let zip: [UInt8] = [0x50, 0x4b, 3, 4] + [UInt8](repeating: 0, count: 26)
        let taken: [(FileType, [UInt8])] = [
            (.pdf, Array("%PDF-1.7\n".utf8)), (.jpeg, [0xff, 0xd8, 0xff, 0xe0]), (.png, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
            (.text, Array("Été\r\n\tà Agadez".utf8)), (.odt, zip + Array("mimetypeapplication/vnd.oasis.opendocument.text".utf8)),
            (.docx, zip + Array("[Content_Types].xml … word/document.xml".utf8)), (.xlsx, zip + Array("[Content_Types].xml … xl/workbook.xml".utf8)),
            (.ogg, Array("OggS … OpusHead".utf8)), (.webm, [0x1a, 0x45, 0xdf, 0xa3] + Array("webm A_OPUS".utf8)),
            (.m4a, [0, 0, 0, 32] + Array("ftypM4A … soun".utf8)), (.mp3, Array("ID3".utf8)), (.mp3, [0xff, 0xfb, 0x90]),
            (.wav, Array("RIFF....WAVEfmt ".utf8)),
        ]
        for (type, content) in taken { #expect(Self.upload(content).type == type, "\(type.code)") }
        let refused: [[UInt8]] = [
            [0x7f, 0x45, 0x4c, 0x46, 0], Array("MZ\u{0}".utf8), zip + Array("[Content_Types].xml word/document.xml word/vbaProject.bin".utf8), zip,
            [0, 0, 0, 32] + Array("ftypisom … vide".utf8), [0x1a, 0x45, 0xdf, 0xa3] + Array("webm V_VP9".utf8), Array("RIFF....AVI ".utf8),
            [0xff, 0xfe, 0x41, 0], [0xc3],
        ]
        for content in refused { #expect(Self.upload(content).type == nil) }
        // A handler that says so across two pieces.
        var film = [0, 0, 0, 32] + Array("ftypisom".utf8)
        film += [UInt8](repeating: 0, count: 1_044_479 - film.count - 2) + Array("vide".utf8)
        #expect(Self.upload(film).pieces.count == 2 && Self.upload(film).type == nil)
    }
}
