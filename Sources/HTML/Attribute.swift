/// An attribute of an element. Only what is listed here can be written: no inline style, no script.
@usableFromInline package struct Attribute: Sendable {
    @usableFromInline enum Value: Sendable {
        case absent
        case flag
        case text(String)
    }

    /// What comes before the name: a space, or a space and the family that the name belongs to.
    @usableFromInline let start: StaticString
    @usableFromInline let name: StaticString
    @usableFromInline let value: Value

    @inlinable init(_ name: StaticString, _ value: Value, start: StaticString = " ") {
        self.start = start
        self.name = name
        self.value = value
    }

    /// An attribute that is left out when there is no value.
    @inlinable init(_ name: StaticString, text: String?, start: StaticString = " ") {
        self.init(name, text.map(Value.text) ?? .absent, start: start)
    }

    /// An attribute that is there or not, without a value.
    @inlinable init(_ name: StaticString, flag: Bool) {
        self.init(name, flag ? .flag : .absent)
    }

    /// The attribute if the condition holds, and nothing otherwise.
    @inlinable package static func when(_ condition: Bool, _ attribute: @autoclosure () -> Attribute) -> Attribute {
        condition ? attribute() : Attribute("", .absent)
    }
}

// Anything.
extension Attribute {
    @inlinable package static func `class`(_ names: String?) -> Attribute { Attribute("class", text: names) }
    @inlinable package static func id(_ id: String?) -> Attribute { Attribute("id", text: id) }
    @inlinable package static func lang(_ language: String?) -> Attribute { Attribute("lang", text: language) }
    @inlinable package static func dir(_ direction: Direction) -> Attribute { Attribute("dir", text: direction.rawValue) }
    @inlinable package static func title(_ title: String?) -> Attribute { Attribute("title", text: title) }
    @inlinable package static func role(_ role: String) -> Attribute { Attribute("role", text: role) }
    @inlinable package static func tabindex(_ index: Int) -> Attribute { Attribute("tabindex", text: String(index)) }
    @inlinable package static func hidden(_ hidden: Bool = true) -> Attribute { Attribute("hidden", flag: hidden) }
    @inlinable package static func aria(_ name: StaticString, _ value: String?) -> Attribute {
        Attribute(name, text: value, start: " aria-")
    }
    @inlinable package static func data(_ name: StaticString, _ value: String?) -> Attribute {
        Attribute(name, text: value, start: " data-")
    }
}

// Where something leads or comes from: never a text, always an address.
extension Attribute {
    @inlinable package static func href(_ address: Address?) -> Attribute { Attribute("href", text: address?.text) }
    @inlinable package static func src(_ address: Address) -> Attribute { Attribute("src", text: address.text) }
    @inlinable package static func action(_ address: Address) -> Attribute { Attribute("action", text: address.text) }
    @inlinable package static func formaction(_ address: Address) -> Attribute { Attribute("formaction", text: address.text) }
    @inlinable package static func rel(_ relation: String) -> Attribute { Attribute("rel", text: relation) }
    @inlinable package static func hreflang(_ language: String) -> Attribute { Attribute("hreflang", text: language) }
    @inlinable package static func download(_ fileName: String) -> Attribute { Attribute("download", text: fileName) }
    @inlinable package static func media(_ query: String) -> Attribute { Attribute("media", text: query) }
}

// Forms and fields.
extension Attribute {
    @inlinable package static func method(_ method: Method) -> Attribute { Attribute("method", text: method.rawValue) }
    @inlinable package static func enctype(_ encoding: Encoding) -> Attribute { Attribute("enctype", text: encoding.rawValue) }
    @inlinable package static func novalidate(_ off: Bool = true) -> Attribute { Attribute("novalidate", flag: off) }
    @inlinable package static func type(_ type: InputType) -> Attribute { Attribute("type", text: type.rawValue) }
    @inlinable package static func name(_ name: String) -> Attribute { Attribute("name", text: name) }
    @inlinable package static func value(_ value: String?) -> Attribute { Attribute("value", text: value) }
    @inlinable package static func content(_ content: String) -> Attribute { Attribute("content", text: content) }
    /// The form that a field or button outside of it belongs to.
    @inlinable package static func form(_ id: String) -> Attribute { Attribute("form", text: id) }
    @inlinable package static func `for`(_ id: String) -> Attribute { Attribute("for", text: id) }
    @inlinable package static func placeholder(_ text: String?) -> Attribute { Attribute("placeholder", text: text) }
    @inlinable package static func autocomplete(_ hint: String) -> Attribute { Attribute("autocomplete", text: hint) }
    @inlinable package static func inputmode(_ mode: String) -> Attribute { Attribute("inputmode", text: mode) }
    @inlinable package static func enterkeyhint(_ hint: String) -> Attribute { Attribute("enterkeyhint", text: hint) }
    @inlinable package static func pattern(_ pattern: String?) -> Attribute { Attribute("pattern", text: pattern) }
    @inlinable package static func accept(_ types: String) -> Attribute { Attribute("accept", text: types) }
    @inlinable package static func min(_ value: String?) -> Attribute { Attribute("min", text: value) }
    @inlinable package static func max(_ value: String?) -> Attribute { Attribute("max", text: value) }
    @inlinable package static func step(_ value: String?) -> Attribute { Attribute("step", text: value) }
    @inlinable package static func minlength(_ count: Int?) -> Attribute { Attribute("minlength", text: count.map { String($0) }) }
    @inlinable package static func maxlength(_ count: Int?) -> Attribute { Attribute("maxlength", text: count.map { String($0) }) }
    @inlinable package static func rows(_ count: Int) -> Attribute { Attribute("rows", text: String(count)) }
    @inlinable package static func size(_ count: Int) -> Attribute { Attribute("size", text: String(count)) }
    @inlinable package static func checked(_ checked: Bool = true) -> Attribute { Attribute("checked", flag: checked) }
    @inlinable package static func selected(_ selected: Bool = true) -> Attribute { Attribute("selected", flag: selected) }
    @inlinable package static func required(_ required: Bool = true) -> Attribute { Attribute("required", flag: required) }
    @inlinable package static func disabled(_ disabled: Bool = true) -> Attribute { Attribute("disabled", flag: disabled) }
    @inlinable package static func readonly(_ readonly: Bool = true) -> Attribute { Attribute("readonly", flag: readonly) }
    @inlinable package static func multiple(_ multiple: Bool = true) -> Attribute { Attribute("multiple", flag: multiple) }
    @inlinable package static func autofocus(_ autofocus: Bool = true) -> Attribute { Attribute("autofocus", flag: autofocus) }
}

// Tables, times, pictures, folding parts, scripts.
extension Attribute {
    @inlinable package static func scope(_ scope: Scope) -> Attribute { Attribute("scope", text: scope.rawValue) }
    @inlinable package static func colspan(_ count: Int) -> Attribute { Attribute("colspan", text: String(count)) }
    @inlinable package static func rowspan(_ count: Int) -> Attribute { Attribute("rowspan", text: String(count)) }
    @inlinable package static func datetime(_ time: String) -> Attribute { Attribute("datetime", text: time) }
    @inlinable package static func start(_ number: Int) -> Attribute { Attribute("start", text: String(number)) }
    @inlinable package static func alt(_ text: String) -> Attribute { Attribute("alt", text: text) }
    @inlinable package static func width(_ pixels: Int) -> Attribute { Attribute("width", text: String(pixels)) }
    @inlinable package static func height(_ pixels: Int) -> Attribute { Attribute("height", text: String(pixels)) }
    @inlinable package static func controls(_ shown: Bool = true) -> Attribute { Attribute("controls", flag: shown) }
    @inlinable package static func preload(_ how: String) -> Attribute { Attribute("preload", text: how) }
    @inlinable package static func open(_ open: Bool = true) -> Attribute { Attribute("open", flag: open) }
    @inlinable package static func `defer`(_ late: Bool = true) -> Attribute { Attribute("defer", flag: late) }
    @inlinable package static func charset(_ name: String) -> Attribute { Attribute("charset", text: name) }
}

// What an attribute can say; nested, so that the names stay free for what the network calls so.
extension Attribute {
    /// The direction that text is written in; `auto` takes it from the text itself.
    @usableFromInline package enum Direction: String, Sendable {
        case leftToRight = "ltr"
        case rightToLeft = "rtl"
        case auto
    }

    /// How a form is sent.
    @usableFromInline package enum Method: String, Sendable {
        case get
        case post
    }

    /// How the fields of a form are written in a request; files need `multipart`.
    @usableFromInline package enum Encoding: String, Sendable {
        case fields = "application/x-www-form-urlencoded"
        case multipart = "multipart/form-data"
    }

    /// What a field takes, and what a button does.
    @usableFromInline package enum InputType: String, Sendable {
        case text, search, email, tel, url, password, number, date, time, file, hidden, radio, checkbox, submit, button
        case month, week
        case localDateTime = "datetime-local"
    }

    /// What a header cell is about.
    @usableFromInline package enum Scope: String, Sendable {
        case col, row, colgroup, rowgroup
    }
}
