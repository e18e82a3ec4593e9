using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace GanFromScratch.Engine.Translation;

/// <summary>
/// Refuses code that is valid C but has another meaning there: an evaluation order that C leaves unspecified, a change to a struct that a
/// function received as a copy, arithmetic that should throw.
/// </summary>
internal static class BodyCheck
{
    public static void Run(IMethodSymbol method, IOperation body)
    {
        foreach (IOperation operation in body.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IBinaryOperation { IsChecked: true }
                or IUnaryOperation { IsChecked: true }
                or ICompoundAssignmentOperation { IsChecked: true }
                or IIncrementOrDecrementOperation { IsChecked: true }
                or IConversionOperation { IsChecked: true, ConstantValue.HasValue: false }:
                    throw new Refusal(
                        Rules.Unsupported, operation.Syntax, "checked arithmetic",
                        "a device cannot throw: leave out 'checked', or write unchecked(…)");
                case IConditionalOperation { IsRef: true }:
                    throw new Refusal(Rules.Unsupported, operation.Syntax, "a choice between references", "write if and else");
                // The statements that build a changed copy of a struct precede the whole expression, and would be executed unconditionally.
                case IWithOperation when MayBeSkipped(operation):
                    throw new Refusal(Rules.Unsupported, operation.Syntax, "'with' under a condition", "write if and else");
                // Assignments in a 'with' go to its copy.
                case IAssignmentOperation
                {
                    Parent: not (IObjectOrCollectionInitializerOperation or IAnonymousObjectCreationOperation)
                } assignment:
                    CheckTarget(assignment.Target, method);
                    CheckOrder(assignment, assignment.Target);
                    break;
                case IIncrementOrDecrementOperation step:
                    CheckTarget(step.Target, method);
                    CheckOrder(step, step.Target);
                    break;
            }

            if (operation is IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument)
            {
                CheckTarget(argument.Value, method);
                CheckOrder(argument, argument.Value);
            }
        }
    }

    /// <summary>The variable, parameter or view whose memory is changed by an assignment to <paramref name="target"/>.</summary>
    public static ISymbol? Variable(IOperation? target) => target switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IDeclarationExpressionOperation declaration => Variable(declaration.Expression),
        IMemberReferenceOperation { Instance: IOperation instance } => Variable(instance),
        _ => null,
    };

    private static void CheckTarget(IOperation target, IMethodSymbol method)
    {
        bool isPlace = target switch
        {
            IPropertyReferenceOperation { Property: { IsIndexer: true } indexer } => indexer.ContainingType.IsView(),
            IPropertyReferenceOperation { Property: IPropertySymbol property, Instance: not null } => property.IsStored(),
            IInvocationOperation or IConditionalOperation => false,
            _ => true,
        };
        if (!isPlace)
            throw new Refusal(
                Rules.Unsupported, target.Syntax, $"an assignment to '{target.Syntax}', which is no place in memory",
                "assign to a variable, a field or an element of a view");
        if (method.MethodKind == MethodKind.Constructor)
            return;
        IOperation root = target;
        while (root is IMemberReferenceOperation { Instance: IOperation instance })
            root = instance;
        if (
            root is IInstanceReferenceOperation or IParameterReferenceOperation
            {
                Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor }
            })
            throw new Refusal(
                Rules.Unsupported, target.Syntax, "a method that changes its own struct",
                "in C it gets a copy: write a static method with a ref parameter, or return the changed struct");
    }

    // C evaluates the operands of an operator, and the arguments of a call, in any order.
    private static void CheckOrder(IOperation change, IOperation target)
    {
        IOperation statement = change;
        while (
            statement.Parent is IOperation outer
                && outer is not (IBlockOperation or IExpressionStatementOperation or IVariableDeclaratorOperation or IReturnOperation
            or ILoopOperation or IConditionalOperation { Type: null }))
            statement = outer;
        if (statement == change || Variable(target) is not ISymbol changed)
            return;
        foreach (IOperation other in statement.DescendantsAndSelf())
        {
            if (
                SymbolEqualityComparer.Default.Equals(Named(other), changed)
                    && !IsOnlyStored(other)
                    && !Ancestors(other).Contains(change)
                    && !IsOrdered(change, other))
                throw new Refusal(
                    Rules.Unsupported, change.Syntax, $"an expression that changes '{changed.Name}' and uses it elsewhere",
                    "C leaves open what happens first: write two statements");
        }
    }

    private static ISymbol? Named(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };

    // In x[0] = x[1] = 0 the views are only targets of the same value.
    private static bool IsOnlyStored(IOperation view) =>
        view.Parent is IPropertyReferenceOperation { Property.IsIndexer: true, Parent: ISimpleAssignmentOperation assignment } element
            && assignment.Target == element;

    private static IEnumerable<IOperation> Ancestors(IOperation operation)
    {
        for (IOperation? at = operation; at != null; at = at.Parent)
            yield return at;
    }

    /// <summary>Whether C also specifies which of the two is evaluated first.</summary>
    private static bool IsOrdered(IOperation change, IOperation other)
    {
        var around = Ancestors(change).ToList();
        IOperation shared = Ancestors(other).First(around.Contains);
        return shared switch
        {
            IConditionalOperation => true,
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } => true,
            // A call begins after all its arguments are evaluated; its effects on a reference come later.
            IInvocationOperation => change is IArgumentOperation && change.Parent == shared,
            // And it has ended before its result is assigned to a variable.
            ISimpleAssignmentOperation assignment => change is IArgumentOperation && assignment.Target == other,
            _ => false,
        };
    }

    /// <summary>Whether an operation is evaluated conditionally within its statement.</summary>
    private static bool MayBeSkipped(IOperation operation)
    {
        for (IOperation at = operation; at.Parent is IOperation outer && outer is not IBlockOperation; at = outer)
        {
            if ((outer is IConditionalOperation { Type: not null } choice && choice.Condition != at)







                                            || (
                                                outer is IBinaryOperation
                                                {
                                                    OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr
                                                } both && both.RightOperand == at))
                return true;
        }

        return false;
    }
}
