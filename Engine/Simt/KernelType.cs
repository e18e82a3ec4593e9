namespace GanFromScratch.Engine.Simt;

/// <summary>Writes a struct's fields as words, in order: a float, int, uint or bool is one word; a double becomes a float.</summary>
public delegate void KernelStructWriter<T>(in T value, Span<uint> words)
    where T : unmanaged;

/// <summary>A struct type of kernels. Filled by generated code when an assembly is loaded.</summary>
public static class KernelType<T>
    where T : unmanaged
{
    private static KernelStructWriter<T>? writer;

    /// <summary>Words of 32 bits; a struct without fields has one, for C has no empty structs.</summary>
    internal static int Words { get; private set; }

    /// <summary>Called by generated code only.</summary>
    /// <param name="name">Its name in C.</param>
    /// <param name="words">How many words its fields are.</param>
    /// <param name="write">Writes them.</param>
    /// <param name="interfaces">What it can be a type argument for: the full names of its interfaces, without type arguments.</param>
    public static void Register(string name, int words, KernelStructWriter<T> write, params string[] interfaces)
    {
        Words = words;
        writer = write;
        KernelTypes.Register(typeof(T), name, interfaces);
    }

    internal static void Write(in T value, Span<uint> words)
    {
        if (writer == null)
            throw KernelTypes.Unknown(typeof(T));
        writer(value, words);
    }
}

/// <summary>The structs of kernels: their names in C, and the type parameters they fit.</summary>
internal static class KernelTypes
{
    private static readonly Dictionary<Type, (string Name, string[] Interfaces)> Known = [];
    private static readonly Lock Gate = new();

    public static void Register(Type type, string name, string[] interfaces)
    {
        lock (Gate)
            Known[type] = (name, interfaces);
    }

    public static string Name(Type type)
    {
        lock (Gate)
            return Known.TryGetValue(type, out (string Name, string[] Interfaces) found) ? found.Name : throw Unknown(type);
    }

    /// <summary>
    /// The types that satisfy this constraint of a type parameter (<see cref="KernelSource.Constraints"/>), by name.
    /// </summary>
    public static IReadOnlyList<Type> Fitting(string constraint)
    {
        lock (Gate)
            return [
                .. Known.Where(
                    k => k.Value.Interfaces.Contains(constraint)).Select(k => k.Key).OrderBy(t => t.Name, StringComparer.Ordinal)];
    }

    public static InvalidOperationException Unknown(Type type) => new(
        $"The struct {type.Name} was not translated for kernels. Its interface must be marked [KernelFormula], it must be neither generic "
        + $"nor private, and the project that declares it must reference the translator (Engine/Translation) as an analyzer.");
}
