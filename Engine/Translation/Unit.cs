using System.Text;
using Microsoft.CodeAnalysis;

namespace GanFromScratch.Engine.Translation;

/// <summary>A piece of generated C: its lines, each with its source line in C#, and the names of the pieces it needs.</summary>
internal sealed class Unit(string name, string file)
{
    private readonly HashSet<string> needed = [];

    public string Name { get; } = name;

    public string File { get; } = file;

    /// <summary>In the order of the requests.</summary>
    public List<string> Needs { get; } = [];

    /// <summary>The views whose elements it accesses, by their C# names.</summary>
    public List<string> Views { get; } = [];

    public UnitText Plain { get; } = new();

    /// <summary>The same with bounds checks.</summary>
    public UnitText Checked { get; } = new();

    /// <summary>The number under which a checked program reports a view.</summary>
    public int View(string view)
    {
        if (!Views.Contains(view))
            Views.Add(view);
        return Views.IndexOf(view);
    }

    public void Need(string other)
    {
        if (other != Name && needed.Add(other))
            Needs.Add(other);
    }
}

/// <summary>Lines of C with their origin.</summary>
internal sealed class UnitText
{
    private readonly StringBuilder text = new();

    public List<int> Lines { get; } = [];

    public string Text => text.ToString();

    public void Add(int indent, string line, SyntaxNode? origin)
    {
        text.Append(' ', 4 * indent).Append(line).Append('\n');
        Lines.Add(origin == null ? 0 : origin.GetLocation().GetLineSpan().StartLinePosition.Line + 1);
    }
}
