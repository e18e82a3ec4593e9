using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using GanFromScratch.Gan.Output;

namespace GanFromScratch.Gan.Reports;

/// <summary>
/// Elements of a page. They are tree nodes, not text, so that external text is never interpreted as markup (no injection). They are written
/// as XML that is also valid HTML: elements that may be empty still get an end tag.
/// </summary>
internal static class Html
{
    /// <summary>
    /// The content security policy makes the browser enforce that a page is self-contained: no scripts, and no resources except embedded
    /// pictures.
    /// </summary>
    private const string OnlyWhatIsHere = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

    /// <summary>A whole page: what stands above, and its sections in order, without those that are null.</summary>
    public static XElement Page(string title, XElement header, IEnumerable<XElement?> sections) => Tag(
        "html",
        Attribute("lang", "en"),
        Tag(
            "head",
            Tag("meta", Attribute("charset", "utf-8")),
            Tag("meta", Attribute("http-equiv", "Content-Security-Policy"), Attribute("content", OnlyWhatIsHere)),
            Tag("meta", Attribute("name", "viewport"), Attribute("content", "width=device-width, initial-scale=1")),
            Tag("link", Attribute("rel", "icon"), Attribute("href", "data:,")),
            Tag("title", title),
            Tag("style", ReportStyle.Css)),
        Tag("body", header, Tag("main", [.. sections])));

    public static XElement Section(string heading, params object?[] content) => Tag("section", [Tag("h2", heading), .. content]);

    public static XElement Figure(XElement picture, string caption) => Tag("figure", picture, Tag("figcaption", caption));

    /// <summary>A command line of this program, to copy.</summary>
    public static XElement Command(IEnumerable<string> words) =>
        Tag("pre", Tag("code", $"dotnet run -c Release --project Gan -- {ShellWords.Join(words)}"));

    /// <summary>An element with its content; texts lose the characters that XML forbids.</summary>
    public static XElement Tag(string name, params object?[] content)
    {
        var element = new XElement(name);
        foreach (object? part in content)
            element.Add(part is string text ? Allowed(text) : part);
        if (element.IsEmpty && name is not ("meta" or "link" or "img" or "source" or "br"))
            element.Add("");
        return element;
    }

    public static XAttribute Attribute(string name, string value) => new(name, Allowed(value));

    /// <summary>A picture within the page, each pixel drawn as <paramref name="scale"/> × <paramref name="scale"/>.</summary>
    public static XElement Picture(string type, byte[] file, Bitmap size, int scale, string alternative) => Tag(
        "img",
        Attribute("src", DataUri(type, file)),
        Attribute("width", Number(size.Width * scale)),
        Attribute("height", Number(size.Height * scale)),
        Attribute("alt", alternative));

    public static string DataUri(string type, byte[] file) => $"data:{type};base64,{Convert.ToBase64String(file)}";

    /// <summary>A table whose first column names the rows. Texts become cells; a row may have a class.</summary>
    public static XElement Table(string caption, string[] headings, IEnumerable<(string? Class, object[] Cells)> rows) => Tag(
        "div",
        Attribute("class", "wide"),
        Tag(
            "table",
            Tag("caption", caption),
            Tag("thead", Tag("tr", [.. headings.Select(heading => Tag("th", Attribute("scope", "col"), heading))])),
            Tag("tbody", [.. rows.Select(row => Tag(
                "tr",
                row.Class == null ? null : Attribute("class", row.Class),
                row.Cells.Select((cell, i) => i == 0 ? Tag("th", Attribute("scope", "row"), cell) : Tag("td", cell))))])));

    /// <summary>The whole page as bytes.</summary>
    public static void Write(Stream stream, XElement html)
    {
        var settings = new XmlWriterSettings
        {
            OmitXmlDeclaration = true,
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            NewLineChars = "\n",
        };
        stream.Write("<!DOCTYPE html>\n"u8);
        using XmlWriter writer = XmlWriter.Create(stream, settings);
        html.Save(writer);
    }

    public static string Number(double value) => value.ToString(double.IsInteger(value) ? "0" : "0.####", CultureInfo.InvariantCulture);

    private static string Allowed(string text) =>
        string.Concat(text.EnumerateRunes().Where(letter => letter.Value > char.MaxValue || XmlConvert.IsXmlChar((char)letter.Value)));
}
