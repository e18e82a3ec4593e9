using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace GanFromScratch.Engine.Translation;

/// <summary>
/// A divergence analysis that proves that every item of a group reaches every barrier. Otherwise the error is of the worst kind: no crash,
/// but a wrong sum. A memory fence counts as a barrier: ILGPU's OpenCL C has a barrier in its place.
/// <para>
/// A value may differ between the items of a group (is divergent) if it derives from Group.IdxX or Grid.GlobalIndex, was read from memory,
/// or was assigned in divergent control flow. A barrier must not depend on a condition with such values: in an if, in a loop that items may
/// leave at different times, in a method called from there. Parameters of the kernel and Grid.IdxX are the same for all items of a group.
/// </para>
/// </summary>
internal sealed class BarrierCheck
{
    private readonly Translator translator;
    private readonly IMethodSymbol method;
    private readonly BarrierCheck? caller;

    // Why a variable may differ between items; and why items may leave a loop at different times.
    private readonly Dictionary<ISymbol, string> differing = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<IOperation, string> divergentLoops = [];
    private string? result;

    // Why some items may have returned from the method before the current operation.
    private string? gone;
    private bool changed;
    private bool report;

    private BarrierCheck(Translator translator, IMethodSymbol method, BarrierCheck? caller)
    {
        this.translator = translator;
        this.method = method;
        this.caller = caller;
    }

    public static void Run(Translator translator, IMethodSymbol kernel, SyntaxNode declaration)
    {
        if (HasBarrier(translator, kernel))
            new BarrierCheck(translator, kernel, null).Check(declaration);
    }

    private void Check(SyntaxNode declaration)
    {
        if (Body(translator, declaration) is not IOperation body)
            return;
        CheckReturns(body);

        Settle(body);
        report = true;
        Walk(body, null);
    }

    // Divergence may flow backwards around a loop: repeat the analysis of the body until a fixed point.
    private void Settle(IOperation body)
    {
        do
        {
            changed = false;
            gone = null;
            Walk(body, null);
        }
        while (changed);
    }

    private static IOperation? Body(Translator translator, SyntaxNode declaration) => translator.Operation(declaration);

    private static bool IsBarrier(IInvocationOperation call) =>
        call.TargetMethod is { Name: "Barrier", ContainingType.Name: "Group" } or { ContainingType.Name: "MemoryFence" }
        && call.TargetMethod.IsVocabulary();

    /// <summary>Whether a method, or one that it calls, has a barrier.</summary>
    public static bool HasBarrier(Translator translator, IMethodSymbol method)
    {
        IMethodSymbol definition = method.OriginalDefinition;
        if (translator.HasBarrier.TryGetValue(definition, out bool known))
            return known;
        // While under analysis a method counts as having none; recursion is refused elsewhere.
        translator.HasBarrier[definition] = false;
        return translator.HasBarrier[definition] = definition.HasSource()
            && Body(translator, definition.DeclaringSyntaxReferences[0].GetSyntax()) is IOperation body
            && body.Descendants().OfType<IInvocationOperation>().Any(c => IsBarrier(c) || HasBarrier(translator, c.TargetMethod));
    }

    private bool MeetsBarrier(IInvocationOperation call) => IsBarrier(call) || HasBarrier(translator, call.TargetMethod);

    private void CheckReturns(IOperation body)
    {
        var barriers = body.Descendants().OfType<IInvocationOperation>().Where(MeetsBarrier).ToList();
        foreach (IReturnOperation leave in body.Descendants().OfType<IReturnOperation>().Where(r => !r.IsImplicit))
        {
            IInvocationOperation? missed = barriers.FirstOrDefault(b => b.Syntax.SpanStart > leave.Syntax.SpanStart)
                ?? barriers.FirstOrDefault(b => Loops(leave).Intersect(Loops(b)).Any());
            if (missed != null)
                throw new Refusal(
                    Rules.ReturnBeforeBarrier, leave.Syntax, missed.Syntax.GetLocation().GetLineSpan().StartLinePosition.Line + 1);
        }
    }

    private static IEnumerable<IOperation> Loops(IOperation operation)
    {
        for (IOperation? outer = operation.Parent; outer != null; outer = outer.Parent)
        {
            if (outer is ILoopOperation)
                yield return outer;
        }
    }

    /// <param name="operation">A statement or expression, visited in the order of execution.</param>
    /// <param name="divergence">Why some items may not reach this operation; null if all do.</param>
    private void Walk(IOperation? operation, string? divergence)
    {
        switch (operation)
        {
            case null:
                return;
            case IConditionalOperation conditional:
                Walk(conditional.Condition, divergence);
                string? inside = divergence ?? Under(conditional.Condition);
                Walk(conditional.WhenTrue, inside);
                Walk(conditional.WhenFalse, inside);
                return;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both:
                Walk(both.LeftOperand, divergence);
                Walk(both.RightOperand, divergence ?? Under(both.LeftOperand));
                return;
            case IForLoopOperation loop:
                foreach (IOperation start in loop.Before)
                    Walk(start, divergence);
                string? around = divergence ?? Under(loop.Condition) ?? Parted(loop);
                Walk(loop.Condition, around);
                Walk(loop.Body, around);
                foreach (IOperation step in loop.AtLoopBottom)
                    Walk(step, around);
                return;
            case IWhileLoopOperation loop:
                string? within = divergence ?? Under(loop.Condition) ?? Parted(loop);
                Walk(loop.Condition, within);
                Walk(loop.Body, within);
                return;
            case IBranchOperation branch when divergence != null && Loops(branch).FirstOrDefault() is IOperation left:
                Part(left, divergence);
                return;
            case IVariableDeclaratorOperation variable:
                Walk(variable.Initializer, divergence);
                if (variable.GetVariableInitializer()?.Value is IOperation initial)
                    Assign(variable.Symbol, Differs(initial) ?? divergence ?? gone);
                return;
            case IAssignmentOperation assignment:
                Walk(assignment.Value, divergence);
                Assign(Variable(assignment.Target), Differs(assignment.Value) ?? divergence ?? gone);
                return;
            case IIncrementOrDecrementOperation step:
                Assign(Variable(step.Target), divergence ?? gone);
                return;
            case IReturnOperation leave:
                Walk(leave.ReturnedValue, divergence);
                if (leave.ReturnedValue != null)
                    result ??= Differs(leave.ReturnedValue) ?? divergence ?? gone;
                if (divergence == null)
                    return;
                gone ??= divergence;
                foreach (IOperation left in Loops(leave))
                    Part(left, divergence);
                return;
            case IInvocationOperation call:
                WalkCall(call, divergence);
                return;
            default:
                foreach (IOperation child in operation.ChildOperations)
                    Walk(child, divergence);
                return;
        }
    }

    private void Part(IOperation loop, string why)
    {
        if (divergentLoops.ContainsKey(loop))
            return;
        divergentLoops[loop] = why;
        changed = true;
    }

    private void WalkCall(IInvocationOperation call, string? divergence)
    {
        foreach (IOperation child in call.ChildOperations)
            Walk(child, divergence);
        if (report && divergence != null && MeetsBarrier(call))
        {
            string[] parts = divergence.Split('\0');
            throw new Refusal(Rules.DivergentBarrier, call.Syntax, parts[0], parts[parts.Length - 1]);
        }

        BarrierCheck? callee = Callee(call);
        string? ofAny = call.ChildOperations.Select(Differs).FirstOrDefault(w => w != null);
        foreach (IArgumentOperation argument in call.Arguments.Where(a => a.Parameter!.RefKind is RefKind.Ref or RefKind.Out))
        {
            string? why = callee == null
                ? ofAny ?? Memory(call)
                : callee.differing.GetValue(callee.method.Parameters[argument.Parameter!.Ordinal]) ?? Differs(call.Instance);
            Assign(Variable(argument.Value), why ?? divergence ?? gone);
        }
    }

    /// <summary>
    /// Analyses the called method with what is known of the arguments; null for one without a body here (an interface method, a kernel API
    /// method).
    /// </summary>
    private BarrierCheck? Callee(IInvocationOperation call)
    {
        IMethodSymbol target = call.TargetMethod.OriginalDefinition;
        if (
            !target.HasSource()
                || target.ContainingType.TypeKind == TypeKind.Interface
                || Body(translator, target.DeclaringSyntaxReferences[0].GetSyntax()) is not IOperation body)
            return null;
        // Direct or indirect recursion is refused elsewhere.
        for (BarrierCheck? outer = this; outer != null; outer = outer.caller)
        {
            if (SymbolEqualityComparer.Default.Equals(target, outer.method))
                return null;
        }

        var callee = new BarrierCheck(translator, target, this);
        foreach (IArgumentOperation argument in call.Arguments)
            callee.Assign(target.Parameters[argument.Parameter!.Ordinal], Differs(argument.Value));
        if (HasBarrier(translator, target))
        {
            callee.Check(target.DeclaringSyntaxReferences[0].GetSyntax());
            return callee;
        }

        callee.Settle(body);
        return callee;
    }

    private void Assign(ISymbol? variable, string? why)
    {
        if (variable == null || why == null || differing.ContainsKey(variable))
            return;
        differing[variable] = why;
        changed = true;
    }

    // Memory counts as divergent whatever is written to it.
    private static ISymbol? Variable(IOperation target) =>
        target is IPropertyReferenceOperation { Property.IsIndexer: true } ? null : BodyCheck.Variable(target);

    /// <summary>The assumption for a method without a body here that takes views: it may return values read from them.</summary>
    private static string? Memory(IInvocationOperation call) =>
        call.Arguments.Any(a => a.Parameter!.Type.IsView()) ? $"memory ('{call.Syntax}')" : null;

    private string? Parted(IOperation loop) => divergentLoops.TryGetValue(loop, out string? why) ? why : null;

    /// <summary>The reason for code under a condition: the condition, and its divergent inputs.</summary>
    private string? Under(IOperation? condition) =>
        condition != null && Differs(condition) is string why ? $"'{condition.Syntax}'\0{why}" : null;

    /// <summary>Why a value may differ between items of a group; null if it cannot.</summary>
    private string? Differs(IOperation? value)
    {
        switch (value)
        {
            case null:
                return null;
            case ILocalReferenceOperation local:
                return differing.GetValue(local.Local);
            case IParameterReferenceOperation parameter:
                return differing.GetValue(parameter.Parameter);
            case IPropertyReferenceOperation { Property: { IsIndexer: true } indexer } element when indexer.ContainingType.IsView():
                return $"memory ('{element.Syntax}')";
            case IPropertyReferenceOperation
            {
                Property: { Name: "IdxX", ContainingType.Name: "Group" } position
            } when position.IsVocabulary():
                return "Group.IdxX";
            case IPropertyReferenceOperation
            {
                Property: { Name: "GlobalIndex", ContainingType.Name: "Grid" } position
            } when position.IsVocabulary():
                return "Grid.GlobalIndex";
            case IInvocationOperation { TargetMethod.ContainingType.Name: "Atomic" } call when call.TargetMethod.IsVocabulary():
                return "an atomic operation";
            case IInvocationOperation call when Callee(call) is BarrierCheck callee:
                return callee.result ?? Differs(call.Instance);
            case IInvocationOperation call when !call.TargetMethod.IsVocabulary() && Memory(call) is string memory:
                return memory;
            default:
                return value.ChildOperations.Select(Differs).FirstOrDefault(w => w != null);
        }
    }
}

/// <summary>Replaces a dictionary method of newer frameworks.</summary>
internal static class DictionaryExtensions
{
    public static string? GetValue(this Dictionary<ISymbol, string> dictionary, ISymbol key) =>
        dictionary.TryGetValue(key, out string? value) ? value : null;
}
