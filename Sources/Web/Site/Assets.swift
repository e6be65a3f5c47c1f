import CAssets
import Journal
import NIOCore

/// The files that the executable carries, ready to be sent.
package struct Assets: Sendable {
    struct File: Sendable {
        let body: ByteBuffer
        let compressed: ByteBuffer?
        let type: String
        let tag: String
        /// Its address changes with its content, so that a browser may keep it for ever.
        let isNamedByContent: Bool
    }

    let styleName: String
    private let files: [String: File]

    package init() {
        let style = Self.bytes(promig_site_css)
        let digest = Digest(of: style).description
        styleName = "site-\(digest).css"
        files = [
            styleName: Self.file(style, "text/css; charset=utf-8", digest, named: true),
            "icon.svg": Self.file(Self.bytes(promig_icon_svg), "image/svg+xml", "icon-1", named: false),
        ]
    }

    subscript(name: String) -> File? { files[name] }

    private static func file(_ bytes: [UInt8], _ type: String, _ tag: String, named: Bool) -> File {
        File(
            body: ByteBuffer(bytes: bytes), compressed: Gzip.compress(ByteBuffer(bytes: bytes), level: 9), type: type, tag: "\"\(tag)\"",
            isNamedByContent: named)
    }

    private static func bytes(_ file: promig_file) -> [UInt8] {
        Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
    }
}
