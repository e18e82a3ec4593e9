using ILGPU.Backends;
using ILGPU.IR;
using ILGPU.IR.Rewriting;
using ILGPU.IR.Transformations;
using ILGPU.IR.Values;
using ILGPU.Util;

namespace GanFromScratch.Engine.Devices.Ilgpu;

/// <summary>
/// Preserves NaN semantics in ILGPU's OpenCL C. ILGPU turns !(a &gt; b) into a ≤ b and marks the comparison as unordered: true if a or b
/// is NaN. Its code generator for PTX has an instruction for that, setp.leu; the one for OpenCL C ignores the mark. So this
/// transformation, the last before code generation, writes such a comparison as a ≤ b | (a ≠ a | b ≠ b). A marked ≠ stays: in C, != is
/// true for NaN.
/// </summary>
internal sealed class LowerUnorderedCompares : UnorderedTransformation, IBackendHook
{
    private static readonly Rewriter Rewriter = CreateRewriter();

    void IBackendHook.FinishedCodeGeneration(IRContext context, Method entryPoint)
    {
    }

    void IBackendHook.InitializedKernelContext(IRContext kernelContext, Method kernelMethod)
    {
    }

    void IBackendHook.OptimizedKernelContext(IRContext kernelContext, Method kernelMethod) =>
        kernelContext.Transform(Transformer.Create(TransformerConfiguration.Empty, this));

    protected override bool PerformTransformation(Method.Builder builder) => Rewriter.Rewrite(builder.SourceBlocks, builder);

    private static Rewriter CreateRewriter()
    {
        var rewriter = new Rewriter();
        rewriter.Add<CompareValue>(
            c => c.IsUnsignedOrUnordered && c.Kind != CompareKind.NotEqual && c.Left.BasicValueType.IsFloat(), Lower);
        return rewriter;
    }

    private static void Lower(RewriterContext context, CompareValue compare)
    {
        BasicBlock.Builder builder = context.Builder;
        Value ordered = builder.CreateCompare(compare.Location, compare.Left, compare.Right, compare.Kind);
        Value unordered = Or(IsNaN(compare.Left), IsNaN(compare.Right));
        context.ReplaceAndRemove(compare, Or(ordered, unordered));

        Value IsNaN(Value x) => builder.CreateCompare(compare.Location, x, x, CompareKind.NotEqual, CompareFlags.UnsignedOrUnordered);

        Value Or(Value a, Value b) => builder.CreateArithmetic(compare.Location, a, b, BinaryArithmeticKind.Or);
    }
}
