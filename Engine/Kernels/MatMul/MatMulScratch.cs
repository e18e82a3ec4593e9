using System.Runtime.InteropServices;

namespace GanFromScratch.Engine.Kernels.MatMul;

/// <summary>
/// A thread's memory for packed blocks. It grows to the largest product seen (at most a few MB) and serves every later launch, so nothing
/// is allocated in steady state. The finalizer frees it after the thread has ended.
/// </summary>
internal sealed unsafe class MatMulScratch
{
    // Aligned to a page: few TLB entries, and no vector crosses a cache line.
    private const int Alignment = 4096;

    [ThreadStatic]
    private static MatMulScratch? ofThisThread;

    private float* memory;
    private long capacity;

    ~MatMulScratch() => NativeMemory.AlignedFree(memory);

    public float* A => memory;

    public float* B { get; private set; }

    /// <summary>Room for so many floats of packed A and of packed B; the content is undefined.</summary>
    public static MatMulScratch OfThisThread(long lengthA, long lengthB)
    {
        MatMulScratch scratch = ofThisThread ??= new MatMulScratch();
        const long floatsOfAPage = Alignment / sizeof(float);
        long pagesA = (lengthA + floatsOfAPage - 1) / floatsOfAPage;
        scratch.Reserve((pagesA * floatsOfAPage) + lengthB);
        scratch.B = scratch.A + (pagesA * floatsOfAPage);
        return scratch;
    }

    private void Reserve(long length)
    {
        if (length <= capacity)
            return;
        NativeMemory.AlignedFree(memory);
        memory = null;
        capacity = 0;
        memory = (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), Alignment);
        capacity = length;
    }
}
