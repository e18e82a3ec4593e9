using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;

namespace GanFromScratch.Engine.Translation;

/// <summary>The words that both languages have, and those that C has and C# has not.</summary>
internal static class Words
{
    /// <summary>The namespaces in which the words of kernels stand.</summary>
    public static bool IsVocabulary(string space) => space is "ILGPU" or "ILGPU.Runtime";

    /// <summary>Methods of MathF, and of Math on doubles, which are floats here.</summary>
    public static readonly IReadOnlyDictionary<string, string> Functions = new Dictionary<string, string>
    {
        ["Abs"] = "$fabs", ["Sqrt"] = "$sqrt", ["Exp"] = "$exp", ["Log"] = "$log", ["Pow"] = "$pow", ["Tanh"] = "$tanh",
        ["Floor"] = "$floor",
        ["Ceiling"] = "$ceil", ["Truncate"] = "$trunc", ["Round"] = "$rint", ["FusedMultiplyAdd"] = "$fma", ["Sin"] = "$sin",
        ["Cos"] = "$cos",
    };

    /// <summary>How many operands such a function has: Log of a given base, or Round to a number of digits, are other functions.</summary>
    public static int Operands(string function) => function switch
    {
        "Pow" => 2,
        "FusedMultiplyAdd" => 3,
        _ => 1,
    };

    // Words of C, C++, OpenCL C or CUDA C that a C# variable may be called.
    private static readonly HashSet<string> Reserved =
    [
        "auto", "register", "signed", "unsigned", "union", "typedef", "inline", "restrict", "half", "kernel", "global", "local", "constant",
        "private", "generic",
        "pipe", "uniform", "image", "sampler", "event", "asm", "template", "typename", "delete", "friend", "mutable", "near", "far", "fma",
        "exp", "log",
        "sqrt", "pow", "tanh", "sin", "cos", "rint", "floor", "ceil", "trunc", "fabs", "min", "max", "clamp", "mix", "step", "sign",
        "barrier",
        "self", "faults", "inside", "uint", "ulong", "uchar", "ushort", "size_t", "float2", "float4", "float8", "float16", "int2", "int4",
        "int8", "int16", "distance", "length", "dot",
        "cross", "select", "any", "all", "abs", "index", "y0", "y1", "yn", "j0", "j1", "jn", "gamma", "signbit", "scalb", "remainder",
        "hypot", "not", "and", "or", "xor", "compl", "bitand",
        "bitor", "nullptr", "constexpr", "decltype", "noexcept", "alignas", "alignof", "export", "concept", "requires", "complex", "linux",
        "unix", "i64", "u64",
        "threadIdx", "blockIdx", "blockDim", "gridDim", "warpSize",
    ];

    // Names that the translator gives itself: the parts of a view, and temporaries.
    private static readonly Regex Ours = new("_(length|base|start)$|^(unused|empty|changed|moved)[0-9]+$|_$");

    /// <summary>
    /// A C# variable's name in C. Those that mean something there get a _ at their end, and so do those that end with one, so that no two
    /// become the same; letters that C has not become their numbers.
    /// </summary>
    public static string Variable(string name)
    {
        string ascii = string.Concat(
            name.Select(c => c < 128 ? c.ToString() : "_u" + ((int)c).ToString("X4", CultureInfo.InvariantCulture)));
        return Reserved.Contains(ascii) || SyntaxFacts.GetKeywordKind(ascii) != SyntaxKind.None || Ours.IsMatch(ascii)
            ? ascii + "_"
            : ascii;
    }

    /// <summary>A number that reads back as the same float.</summary>
    public static string Float(float value)
    {
        if (float.IsNaN(value))
            return "$nan";
        if (float.IsInfinity(value))
            return value > 0 ? "$infinity" : "-$infinity";
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        // The shortest form of this framework may not read back: nine digits always do.
        if (float.Parse(text, CultureInfo.InvariantCulture) != value)
            text = value.ToString("G9", CultureInfo.InvariantCulture);
        if (value == 0 && 1 / value < 0)
            text = "-0";
        return (text.IndexOfAny(['.', 'E']) < 0 ? text + ".0" : text.Replace("E", "e")) + "f";
    }

    /// <summary>A constant of C# in C; null for what has no form there.</summary>
    public static string? Literal(object? value) => value switch
    {
        bool b => b ? "1" : "0",
        int.MinValue => "(-2147483647 - 1)",
        int i => i.ToString(CultureInfo.InvariantCulture),
        short s => s.ToString(CultureInfo.InvariantCulture),
        byte b => b.ToString(CultureInfo.InvariantCulture),
        uint u => (u > 9999 ? "0x" + u.ToString("X", CultureInfo.InvariantCulture) : u.ToString(CultureInfo.InvariantCulture)) + "u",
        long.MinValue => "(-(i64)9223372036854775807l - 1)",
        long l => $"(i64){l.ToString(CultureInfo.InvariantCulture)}l",
        ulong l => $"(u64){l.ToString(CultureInfo.InvariantCulture)}ul",
        float f => Float(f),
        double d => Float((float)d),
        _ => null,
    };

    /// <summary>Marks a pointer with where it points to.</summary>
    public static string Spell(this Space space) => space switch
    {
        Space.Global => "$global ",
        Space.Shared => "$shared ",
        _ => "",
    };

    public static char Letter(this Space space) => space switch
    {
        Space.Global => 'g',
        Space.Shared => 's',
        Space.Local => 'l',
        _ => throw new ArgumentOutOfRangeException(nameof(space)),
    };
}
