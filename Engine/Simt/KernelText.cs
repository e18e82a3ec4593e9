using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace GanFromScratch.Engine.Simt;

/// <summary>
/// The source of a <see cref="KernelProgram"/> in one dialect: prelude, then every piece the kernel needs, in order of dependence, then
/// the kernel. Type parameters become the names of their arguments, and $ words the dialect's.
/// </summary>
internal sealed partial class KernelText
{
    private readonly KernelProgram program;
    private readonly KernelDialect dialect;
    private readonly bool check;
    private readonly HashSet<string> written = [];
    private readonly StringBuilder text = new();
    private readonly List<(string File, int Line)> origins = [];
    private readonly List<KernelUnit> pieces = [];

    private KernelText(KernelProgram program, KernelDialect dialect, bool check)
    {
        this.program = program;
        this.dialect = dialect;
        this.check = check;
        Write(dialect.Prelude, "", []);
        if (check)
            Write(dialect.CheckedPrelude, "", []);
        Write(program.Kernel.EntryPoint, program.Kernel.GroupSize);
    }

    /// <summary>The whole program.</summary>
    public string Text => text.ToString();

    /// <param name="program">The program to write.</param>
    /// <param name="dialect">The dialect of its compiler.</param>
    /// <param name="check">With every index of a view checked.</param>
    public static KernelText Of(KernelProgram program, KernelDialect dialect, bool check = false) => new(program, dialect, check);

    /// <summary>
    /// The origin of line <paramref name="line"/> (from 1) of the text: a C# file and line; none for lines of the prelude.
    /// </summary>
    public (string File, int Line)? Origin(int line) =>
        line >= 1 && line <= origins.Count && origins[line - 1].Line > 0 ? origins[line - 1] : null;

    /// <summary>
    /// The meaning of the numbers in which a checked program reports a fault: the C# file, and the view's name there.
    /// </summary>
    public (string File, string View) Site(int piece, int view) => (pieces[piece].File, pieces[piece].Views[view]);

    /// <summary>A piece's text with the dialect's words in place of those that begin with $.</summary>
    internal static string Spell(string text, KernelDialect dialect, int groupSize, int piece) =>
        Word().Replace(text, m => m.Groups["name"].Value switch
    {
        "kernel" => dialect.KernelHead(groupSize) + m.Groups["space"].Value,
        "piece" => piece.ToString(CultureInfo.InvariantCulture) + m.Groups["space"].Value,
        // A word that the dialect leaves empty leaves no space.
        string word => dialect.Words[word] is { Length: > 0 } spelled ? spelled + m.Groups["space"].Value : "",
    });

    // A generic piece has its type parameter in its name (Finish_TActivation) and is registered under it; a member of the argument
    // (TActivation_Value) is found under the argument's name.
    private void Write(string generic, int groupSize)
    {
        string name = program.Substitute(generic);
        if (!written.Add(name))
            return;
        KernelUnit unit = KernelUnits.Find(generic) ?? KernelUnits.Find(name) ?? throw new InvalidOperationException(
            $"The generated code has no piece '{name}'; a formula's project must reference the translator (Engine/Translation) as an "
            + $"analyzer.");
        foreach (string need in unit.Needs)
            Write(need, groupSize);
        string body = Spell(program.Substitute(check ? unit.CheckedText : unit.Text), dialect, groupSize, pieces.Count);
        pieces.Add(unit);
        if (text.Length > 0)
            Write("\n", "", []);
        Write(body, unit.File, check ? unit.CheckedLines : unit.Lines);
    }

    private void Write(string lines, string file, int[] numbers)
    {
        text.Append(lines);
        int count = lines.AsSpan().Count('\n');
        for (int i = 0; i < count; i++)
            origins.Add((file, i < numbers.Length ? numbers[i] : 0));
    }

    [GeneratedRegex(@"\$(?<name>[a-z_0-9]+)(?<space> ?)")]
    private static partial Regex Word();
}
