using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace GanFromScratch.Engine.Translation;

/// <summary>Views and their elements: in C a pointer and an index, in a checked program with a bounds check before each access.</summary>
internal sealed partial class FunctionWriter
{
    private Expression Element(IPropertyReferenceOperation reference)
    {
        View view = ViewOf(reference.Instance!);
        IOperation index = reference.Arguments[0].Value;
        // A checked program writes this expression twice.
        if (
            index.DescendantsAndSelf().Any(o =>
                    o is IAssignmentOperation or IIncrementOrDecrementOperation or IArgumentOperation
                    {
                        Parameter.RefKind: RefKind.Ref or RefKind.Out
                    }))
            throw new Refusal(Rules.Unsupported, index.Syntax, "an index that changes something", "change it in a statement of its own");
        Expression at = Value(index);
        string pointer = view.Pointer.At(Expression.Primary);
        if (!ReportsFaults)
            return Expression.Of($"{pointer}[{at}]");

        string inside = Inside(at, view.Length.Text, reference.Instance!);
        // An out-of-range access goes to a spare element for buffers, and to the first element for shared and private arrays.
        return view.Space == Space.Global
            ? new Expression(
                $"*({inside} ? &{pointer}[{at}] : ($global {Type(reference.Type!, reference.Syntax)}*)(faults + 6))", Expression.Prefix)
            : Expression.Of($"{pointer}[{inside} ? {at} : 0]");
    }

    private string Inside(Expression at, string length, IOperation view) =>
        $"inside({at}, {length}, {view.Syntax.GetLocation().GetLineSpan().StartLinePosition.Line + 1}, $piece, "
        + $"{unit.View(view.Syntax.ToString())}, faults)";

    /// <summary>The pointer and length of an expression that is a view.</summary>
    private View ViewOf(IOperation operation)
    {
        operation = Strip(operation);
        switch (operation)
        {
            case ILocalReferenceOperation local when views.TryGetValue(local.Local, out View named):
                return named;
            case IParameterReferenceOperation parameter when views.TryGetValue(parameter.Parameter, out View given):
                return given;
            case IInvocationOperation { TargetMethod.Name: "SubView" } call when call.TargetMethod.IsVocabulary()
                && call.Arguments.Length < 2:
                throw new Refusal(Rules.Unsupported, call.Syntax, "the rest of a view, without its length", "write SubView(index, length)");
            case IInvocationOperation { TargetMethod.Name: "SubView" } call when call.TargetMethod.IsVocabulary():
                View whole = ViewOf(call.Instance!);
                return new View(
                    new Expression($"{whole.Pointer.At(Expression.Sum)} + {Value(Given(call, 0)).At(Expression.Sum + 1)}", Expression.Sum),
                    Value(Given(call, 1)),
                    whole.Space);
            case IInvocationOperation { TargetMethod.Name: "Allocate" } call when call.TargetMethod.IsVocabulary():
                throw new Refusal(Rules.SharedPlace, call.Syntax, method.Name);
            default:
                throw new Refusal(
                    Rules.Unsupported, operation.Syntax, "a view that is computed in this way", "name it in a variable of its own");
        }
    }

    private static IOperation Strip(IOperation operation) =>
        operation is IConversionOperation { OperatorMethod: null } conversion ? Strip(conversion.Operand) : operation;
}
