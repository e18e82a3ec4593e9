using System.Reflection;
using GanFromScratch.Engine;

namespace GanFromScratch.Gan;

/// <summary>Something that a command line chooses by name: a model, an objective, a penalty.</summary>
public interface ICatalogEntry
{
    /// <summary>The name on the command line, in small letters with hyphens.</summary>
    string Name { get; }

    /// <summary>A one-line description, for the help.</summary>
    string Description { get; }
}

/// <summary>
/// All there is of a kind: an instance of each public class with a public constructor without parameters that derives from
/// <typeparamref name="T"/>, in this assembly and in every other that the program has loaded. A new model or objective is therefore one
/// file, here or in a program that references this one and calls <see cref="Program.Main"/>.
/// </summary>
/// <typeparam name="T">The contract.</typeparam>
public sealed class Catalog<T>
    where T : class, ICatalogEntry
{
    private readonly string kind;
    private readonly Lazy<IReadOnlyList<T>> all;

    /// <param name="kind">The word for one entry in messages: "model".</param>
    /// <param name="first">The name of the default, listed first; the others follow by name.</param>
    public Catalog(string kind, string first)
    {
        this.kind = kind;
        all = new(() => [.. Instances().OrderBy(entry => entry.Name != first).ThenBy(entry => entry.Name, StringComparer.Ordinal)]);
    }

    public IReadOnlyList<T> All => all.Value;

    /// <summary>The names, joined by commas.</summary>
    public string Names => string.Join(", ", All.Select(entry => entry.Name));

    /// <param name="name">In small letters or capitals.</param>
    /// <exception cref="InputException">There is no such entry.</exception>
    public T Find(string name) =>
        All.FirstOrDefault(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new InputException($"Unknown {kind} '{name}': expected {Names}.");

    private static IEnumerable<T> Instances()
    {
        Assembly own = typeof(T).Assembly;
        string name = own.GetName().Name!;
        return AppDomain.CurrentDomain.GetAssemblies()
            .Where(assembly => assembly == own || Array.Exists(assembly.GetReferencedAssemblies(), r => r.Name == name))
            .SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => type.IsSubclassOf(typeof(T)) && !type.IsAbstract && type.GetConstructor(Type.EmptyTypes) != null)
            .Select(type => (T)Activator.CreateInstance(type)!);
    }
}
