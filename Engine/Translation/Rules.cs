using Microsoft.CodeAnalysis;

namespace GanFromScratch.Engine.Translation;

/// <summary>
/// The diagnostics of the translator: code it refuses, and what to write instead. README.md beside this file explains every rule with an
/// example.
/// </summary>
internal static class Rules
{
    public static readonly DiagnosticDescriptor Unsupported = Error(
        "GAN001", "Not in the language of kernels", "A kernel cannot contain {0}; {1}");

    public static readonly DiagnosticDescriptor Allocation = Error(
        "GAN002",
        "Allocation in a kernel",
        "A kernel cannot allocate {0}: a device has no managed heap; use LocalMemory.Allocate or SharedMemory.Allocate with a constant "
        + "length, or a struct");

    public static readonly DiagnosticDescriptor ConstantLength = Error(
        "GAN003", "Length is not constant",
        "The length of {0} must be known when the kernel is compiled; write a constant, or a static property of a type parameter");

    public static readonly DiagnosticDescriptor ReturnBeforeBarrier = Error(
        "GAN004",
        "Return before a barrier",
        "An item that returns here would leave the others waiting at the barrier or fence in line {0}; put what follows under an if, so "
        + "that every item reaches it");

    public static readonly DiagnosticDescriptor DivergentBarrier = Error(
        "GAN005",
        "Barrier under a condition that may differ between items",
        "Not every item of the group need reach this barrier or fence: {0} depends on {1}; move the barrier out, or let the condition "
        + "depend on parameters and Grid.IdxX alone");

    public static readonly DiagnosticDescriptor Recursion = Error(
        "GAN006", "Recursion in a kernel", "{0} calls itself, by way of {1}; a device has no call stack, write a loop");

    public static readonly DiagnosticDescriptor SharedPlace = Error(
        "GAN007",
        "Shared memory out of place",
        "Shared memory belongs to the group and must be allocated in the kernel method itself, outside of loops, as the first value of a "
        + "local variable; pass it to {0} as an ArrayView");

    public static readonly DiagnosticDescriptor Type = Error(
        "GAN008",
        "Type unknown to kernels",
        "A kernel cannot use the type {0}; it knows int, uint, long, ulong, float, bool, structs of these, and ArrayView of float, int or "
        + "uint");

    public static readonly DiagnosticDescriptor NoSource = Error(
        "GAN009", "Method without a translation",
        "A kernel cannot call {0}: it is neither one of the words of kernels nor a method of this project; write it out, or use MathF");

    public static readonly DiagnosticDescriptor Shape = Error(
        "GAN010", "Not the shape of a kernel",
        "A kernel must be a static method without result in a static partial class that is not generic, with parameters by value: {0}");

    public static readonly DiagnosticDescriptor Unroll = Error(
        "GAN011", "Unrolling needs a constant",
        "Loop.Unroll stands in the condition of a for loop, around a bound that is known when the kernel is compiled");

    public static readonly DiagnosticDescriptor Failure = Error(
        "GAN012", "The translator failed",
        "The translator met something it neither knows nor refuses; please report it, with this method: {0}");

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, "Kernels", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
