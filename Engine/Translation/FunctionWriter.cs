using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace GanFromScratch.Engine.Translation;

/// <summary>
/// Writes one method as a C function: its head and its statements. Expressions are in the other half of this class, ExpressionWriter.cs.
/// The input is the C# compiler's operation tree, in which every conversion, operator method and constant is explicit.
/// </summary>
internal sealed partial class FunctionWriter
{
    private readonly Translator translator;
    private readonly Unit unit;
    private readonly UnitText output;
    private readonly IMethodSymbol method;
    private readonly SyntaxNode declaration;
    private readonly Substitution types;
    private readonly IReadOnlyList<Space> spaces;
    private readonly bool isKernel;
    private readonly INamedTypeSymbol? selfType;
    private readonly bool check;

    // Views by their local variable or parameter, and references by their target.
    private readonly Dictionary<ISymbol, View> views = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, Space> references = new(SymbolEqualityComparer.Default);

    // Shared memory must be declared at the head of the kernel.
    private readonly List<(string Name, string Line, SyntaxNode Origin)> hoisted = [];
    private readonly List<(int Indent, string Line, SyntaxNode? Origin)> body = [];

    // Statements that an expression needs before its own: declarations of out variables, copies of structs.
    private readonly List<(string Line, SyntaxNode Origin)> before = [];
    private int indent = 1;

    // The call of Loop.Unroll in the current loop condition; any other call is an error.
    private IInvocationOperation? unroll;
    private int loops;
    private int temporaries;

    public FunctionWriter(
        Translator translator,
        Unit unit,
        UnitText output,
        IMethodSymbol method,
        SyntaxNode declaration,
        Substitution types,
        IReadOnlyList<Space> spaces,
        bool isKernel,
        INamedTypeSymbol? selfType,
        bool check)
    {
        this.translator = translator;
        this.unit = unit;
        this.output = output;
        this.method = method;
        this.declaration = declaration;
        this.types = types;
        this.spaces = spaces;
        this.isKernel = isKernel;
        this.selfType = selfType ?? (method.IsStatic ? null : method.ContainingType);
        this.check = check;
    }

    /// <summary>Only functions with view parameters report out-of-range indices.</summary>
    private bool ReportsFaults => check && (isKernel || method.Parameters.Any(p => p.Type.IsView()));

    public void Write()
    {
        if (method.AssociatedSymbol is IPropertySymbol { IsStatic: true } constant)
        {
            Macro(constant);
            return;
        }

        List<string> parameters = Parameters();
        Body();
        string head = isKernel ? "$kernel " : $"$function {Type(ReturnType, declaration)} ";
        output.Add(0, $"{head}{unit.Name}({string.Join(", ", parameters)})", declaration);
        output.Add(0, "{", null);
        foreach ((_, string line, SyntaxNode origin) in hoisted)
            output.Add(1, line, origin);
        foreach ((int depth, string line, SyntaxNode? origin) in body)
            output.Add(depth, line, origin);
        output.Add(0, "}", null);
    }

    private ITypeSymbol ReturnType => method.MethodKind == MethodKind.Constructor ? method.ContainingType : method.ReturnType;

    private string Type(ITypeSymbol type, SyntaxNode where) => translator.Type(type, types, where, unit);

    private void Statement(IOperation statement)
    {
        switch (statement)
        {
            case IBlockOperation block:
                // Keep the braces: two adjacent blocks may use the same names.
                Braces(block);
                break;
            case IVariableDeclarationGroupOperation group:
                foreach (IVariableDeclaratorOperation variable in group.Declarations.SelectMany(d => d.Declarators))
                    Declare(variable);
                break;
            case IExpressionStatementOperation expression:
                ExpressionStatement(expression);
                break;
            case IConditionalOperation conditional:
                If(conditional);
                break;
            case IForLoopOperation loop:
                For(loop);
                break;
            case IWhileLoopOperation loop:
                While(loop);
                break;
            case IReturnOperation { IsImplicit: true, ReturnedValue: null }:
                break;
            case IReturnOperation { ReturnedValue: null }:
                Line("return;", statement.Syntax);
                break;
            case IReturnOperation { ReturnedValue: IOperation value }:
                Line($"return {Value(value)};", statement.Syntax);
                break;
            case IBranchOperation { BranchKind: BranchKind.Break }:
                Line("break;", statement.Syntax);
                break;
            case IBranchOperation { BranchKind: BranchKind.Continue }:
                Line("continue;", statement.Syntax);
                break;
            case IEmptyOperation:
                break;
            default:
                throw Unsupported(statement);
        }
    }

    private void ExpressionStatement(IExpressionStatementOperation statement)
    {
        // A view is a pointer and a length: to move it takes two assignments. The new length may depend on the old view.
        if (
            statement.Operation is ISimpleAssignmentOperation
            {
                Target: ILocalReferenceOperation or IParameterReferenceOperation
            } assignment
                && assignment.Target.Type!.IsView())
        {
            View source = ViewOf(assignment.Value), old = ViewOf(assignment.Target);
            if (source.Space != old.Space || !old.Length.Text.EndsWith("_length", System.StringComparison.Ordinal))
                throw new Refusal(
                    Rules.Unsupported, statement.Syntax, "a view that moves to another kind of memory", "declare another variable");
            string length = $"moved{temporaries++}";
            Line($"int {length} = {source.Length};", statement.Syntax);
            Line($"{old.Pointer} = {source.Pointer};", statement.Syntax);
            Line($"{old.Length} = {length};", statement.Syntax);
            return;
        }

        Line($"{Value(statement.Operation)};", statement.Syntax);
    }

    private void Declare(IVariableDeclaratorOperation variable)
    {
        ILocalSymbol local = variable.Symbol;
        string name = Words.Variable(local.Name);
        IOperation? initial = variable.GetVariableInitializer()?.Value;
        if (local.IsConst)
            return;
        CheckLocal(local, variable.Syntax);
        if (!local.Type.IsView())
        {
            // Translate the value first: its error is more informative than that of its type.
            string value = initial == null ? "" : $" = {Value(initial)}";
            Line($"{Type(local.Type, variable.Syntax)} {name}{value};", variable.Syntax);
            return;
        }

        if (initial == null)
            throw new Refusal(Rules.Unsupported, variable.Syntax, "a view without a value", "declare it where its value is known");
        string element = ElementType(local.Type, variable.Syntax);
        if (Strip(initial) is IInvocationOperation { TargetMethod: { Name: "Allocate" } allocate } call && allocate.IsVocabulary())
        {
            Expression length = ConstantLength(call.Arguments[0].Value, name);
            bool shared = allocate.ContainingType.Name == "SharedMemory";
            if (shared && (!isKernel || loops > 0))
                throw new Refusal(Rules.SharedPlace, call.Syntax, method.Name);
            // Arrays of two blocks move to the head of the kernel, where they may have the same name.
            if (shared && hoisted.Any(h => h.Name == name))
                name += hoisted.Count;
            views[local] = new View(Expression.Of(name), length, shared ? Space.Shared : Space.Local);
            if (shared)
                hoisted.Add((name, $"$shared_array {element} {name}[{length}];", variable.Syntax));
            else
                Line($"{element} {name}[{length}];", variable.Syntax);
            return;
        }

        View view = ViewOf(initial);
        views[local] = new View(Expression.Of(name), Expression.Of($"{name}_length"), view.Space);
        Line($"{view.Space.Spell()}{element}* {name} = {view.Pointer};", variable.Syntax);
        Line($"int {name}_length = {view.Length};", variable.Syntax);
    }

    private void CheckLocal(ILocalSymbol local, SyntaxNode where)
    {
        // The doubles of a formula's struct are computed on the host and become floats; doubles computed in a kernel would silently lose
        // digits.
        if (method.ContainingType.IsStatic && local.Type.SpecialType == SpecialType.System_Double)
            throw new Refusal(Rules.Type, where, "double for a variable");
        if (local.RefKind != RefKind.None)
            throw new Refusal(Rules.Unsupported, where, "a local reference", "use the element itself, or pass it by ref to a method");
    }

    private Expression ConstantLength(IOperation length, string name)
    {
        if (!IsConstant(length))
            throw new Refusal(Rules.ConstantLength, length.Syntax, name);
        if (length.ConstantValue is { HasValue: true, Value: < 1 })
            throw new Refusal(Rules.Unsupported, length.Syntax, $"{name}, an array without elements", "give it at least one");
        return Value(length);
    }

    /// <summary>
    /// Whether the value is known when the program is assembled: a constant, a static property of a type parameter, or arithmetic on these.
    /// </summary>
    private bool IsConstant(IOperation operation) => operation.ConstantValue.HasValue || operation switch
    {
        IPropertyReferenceOperation { Property: { IsStatic: true, IsAbstract: false } property } when property.HasSource() =>
            IsConstant(PropertyValue(property)),
        IPropertyReferenceOperation { Property: { IsStatic: true, IsIndexer: false } property } => !property.IsVocabulary(),
        IBinaryOperation binary => IsConstant(binary.LeftOperand) && IsConstant(binary.RightOperand),
        IConversionOperation conversion => IsConstant(conversion.Operand),
        _ => false,
    };

    private void If(IConditionalOperation conditional)
    {
        Line($"if ({Value(conditional.Condition)})", conditional.Syntax);
        Braces(conditional.WhenTrue);
        while (conditional.WhenFalse is IOperation otherwise)
        {
            if (otherwise is not IConditionalOperation next)
            {
                Line("else", otherwise.Syntax);
                Braces(otherwise);
                return;
            }

            int waiting = before.Count;
            string condition = Value(next.Condition).Text;
            if (before.Count > waiting)
                throw new Refusal(
                    Rules.Unsupported, next.Condition.Syntax, "an else-if whose condition needs a statement of its own",
                    "compute the condition before");
            Line($"else if ({condition})", next.Syntax);
            Braces(next.WhenTrue);
            conditional = next;
        }
    }

    private void For(IForLoopOperation loop)
    {
        string start = string.Join(", ", loop.Before.Select(ForStart));
        unroll = loop.Condition?.DescendantsAndSelf().OfType<IInvocationOperation>().FirstOrDefault(IsUnroll);
        if (unroll != null && !IsConstant(unroll.Arguments[0].Value))
            throw new Refusal(Rules.Unroll, unroll.Syntax);
        string condition = loop.Condition == null ? "" : Value(loop.Condition).Text;
        string step = string.Join(
            ", ", loop.AtLoopBottom.Select(b => b is IExpressionStatementOperation e ? Value(e.Operation).Text : throw Unsupported(b)));
        if (before.Count > 0)
            throw new Refusal(
                Rules.Unsupported, loop.Syntax, "a for statement that needs a statement of its own inside its head",
                "move it out of the head");
        if (unroll != null)
            Line("#pragma unroll", loop.Syntax);
        Line($"for ({start}; {condition}; {step})", loop.Syntax);
        loops++;
        Braces(loop.Body);
        loops--;
    }

    private string ForStart(IOperation operation)
    {
        switch (operation)
        {
            case IVariableDeclarationGroupOperation group:
                var variables = group.Declarations.SelectMany(d => d.Declarators).ToList();
                foreach (IVariableDeclaratorOperation variable in variables)
                    CheckLocal(variable.Symbol, variable.Syntax);
                if (variables.Any(v => v.Symbol.Type.IsView()))
                    throw new Refusal(
                        Rules.Unsupported, operation.Syntax, "a view in the head of a for statement", "declare it before the loop");
                IEnumerable<string> parts = variables.Select(v =>
                    Words.Variable(v.Symbol.Name) + (
                        v.GetVariableInitializer() is IVariableInitializerOperation i ? $" = {Value(i.Value)}" : ""));
                return $"{Type(variables[0].Symbol.Type, operation.Syntax)} {string.Join(", ", parts)}";
            case IExpressionStatementOperation statement:
                return Value(statement.Operation).Text;
            default:
                throw Unsupported(operation);
        }
    }

    private void While(IWhileLoopOperation loop)
    {
        int waiting = before.Count;
        string condition = loop.Condition == null ? "1" : Value(loop.Condition).Text;
        if (before.Count > waiting)
            throw new Refusal(
                Rules.Unsupported, loop.Condition!.Syntax, "a loop condition that needs a statement of its own",
                "compute it at the end of the loop's body");
        Line(loop.ConditionIsTop ? $"while ({condition})" : "do", loop.Syntax);
        loops++;
        Braces(loop.Body);
        loops--;
        if (!loop.ConditionIsTop)
            Line($"while ({condition});", loop.Syntax);
    }

    private void Braces(IOperation? inner)
    {
        Line("{", null);
        indent++;
        if (inner is IBlockOperation block)
            Statements(block);
        else if (inner != null)
            Statement(inner);
        indent--;
        Line("}", null);
    }

    private void Line(string line, SyntaxNode? origin)
    {
        foreach ((string earlier, SyntaxNode where) in before)
            body.Add((indent, earlier, where));
        before.Clear();
        body.Add((indent, line, origin));
    }

    private static Refusal Unsupported(IOperation operation)
    {
        if (operation.Syntax is StackAllocArrayCreationExpressionSyntax or ImplicitStackAllocArrayCreationExpressionSyntax)
            return new Refusal(Rules.Allocation, operation.Syntax, "on a stack");
        (string what, string instead) = operation switch
        {
            IForEachLoopOperation => ("foreach", "write a for loop over indices"),
            ISwitchOperation or ISwitchExpressionOperation => ("switch", "write if and else"),
            IIsPatternOperation or IIsTypeOperation => ("a pattern", "write a comparison"),
            ILiteralOperation or ICoalesceOperation or IConditionalAccessOperation => ("null", "a missing view has the length 0"),
            ITupleOperation or ITupleBinaryOperation or IDeconstructionAssignmentOperation =>
                ("a tuple", "use variables of their own, or ref parameters"),
            ILocalFunctionOperation or IAnonymousFunctionOperation or IDelegateCreationOperation =>
                ("a function inside a function", "write a static method"),
            IThrowOperation or ITryOperation => ("an exception", "check arguments on the host"),
            IInterpolatedStringOperation or IInterpolatedStringAdditionOperation or IUtf8StringOperation => ("a string", "leave it out"),
            IUsingOperation or IUsingDeclarationOperation or ILockOperation => ("using or lock", "leave it out"),
            IAddressOfOperation => ("a pointer", "use an ArrayView"),
            IBranchOperation or ILabeledOperation => ("goto", "write a loop"),
            _ => ($"this ({operation.Kind})", "see Engine/Translation/README.md for what it may contain"),
        };
        return new Refusal(Rules.Unsupported, operation.Syntax, what, instead);
    }
}
