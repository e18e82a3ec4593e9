namespace GanFromScratch.Engine.Simt;

/// <summary>Writes a struct's fields as words, in order: a float, int, uint or bool is one word; a double becomes a float.</summary>
public delegate void KernelStructWriter<T>(in T value, Span<uint> words)
    where T : unmanaged;

/// <summary>A struct as kernels know it. Filled by generated code when an assembly is loaded.</summary>
public static class KernelType<T>
    where T : unmanaged
{
    private static KernelStructWriter<T>? writer;

    /// <summary>Words of 32 bits; a struct without fields has one, for C has no empty structs.</summary>
    internal static int Words { get; private set; }

    /// <summary>Called by generated code only.</summary>
    public static void Register(string name, int words, KernelStructWriter<T> write)
    {
        Words = words;
        writer = write;
        KernelTypes.Register(typeof(T), name);
    }

    internal static void Write(in T value, Span<uint> words)
    {
        if (writer == null)
            throw KernelTypes.Unknown(typeof(T));
        writer(value, words);
    }
}

/// <summary>The names that structs have in C.</summary>
internal static class KernelTypes
{
    private static readonly Dictionary<Type, string> Names = [];
    private static readonly Lock Gate = new();

    public static void Register(Type type, string name)
    {
        lock (Gate)
            Names[type] = name;
    }

    public static string Name(Type type)
    {
        lock (Gate)
            return Names.TryGetValue(type, out string? name) ? name : throw Unknown(type);
    }

    public static InvalidOperationException Unknown(Type type) => new(
        $"The struct {type.Name} was not translated for kernels. Its interface must be marked [KernelFormula], it must be neither generic nor private, and the project that declares it must reference the translator (Engine/Translation) as an analyzer.");
}
