using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace GanFromScratch.Engine.Translation;

/// <summary>Expressions: what a <see cref="FunctionWriter"/> writes between its statements' words.</summary>
internal sealed partial class FunctionWriter
{
    private Expression Value(IOperation operation)
    {
        if (operation.ConstantValue is { HasValue: true, Value: object constant } && operation.Type?.TypeKind != TypeKind.Enum)
        {
            string text = Words.Literal(Folded(operation, constant)) ?? throw new Refusal(Rules.Unsupported, operation.Syntax, "a text or a character", "leave it out");
            return new Expression(text, text[0] == '-' ? Expression.Prefix : Expression.Primary);
        }

        switch (operation)
        {
            case ILocalReferenceOperation local:
                return Expression.Of(Words.Variable(local.Local.Name));
            case IParameterReferenceOperation parameter:
                return Parameter(parameter.Parameter);
            case IInstanceReferenceOperation:
                return Expression.Of("self");
            case IFieldReferenceOperation field:
                return Field(field);
            case IPropertyReferenceOperation property:
                return Property(property);
            case IInvocationOperation call:
                return Call(call);
            case IConversionOperation conversion:
                return Conversion(conversion);
            case IUnaryOperation unary:
                return Unary(unary);
            case IBinaryOperation binary:
                return Binary(binary);
            case IConditionalOperation { Type: not null, WhenFalse: IOperation otherwise } choice:
                return new Expression(
                    $"{Value(choice.Condition).At(Expression.Choice + 1)} ? {Value(choice.WhenTrue).At(Expression.Choice)} : {Value(otherwise).At(Expression.Choice)}",
                    Expression.Choice);
            case ISimpleAssignmentOperation { Target: IDiscardOperation } assignment:
                return Value(assignment.Value);
            case ISimpleAssignmentOperation { IsRef: false } assignment:
                return new Expression($"{Value(assignment.Target)} = {Value(assignment.Value).At(Expression.Assignment)}", Expression.Assignment);
            case ICompoundAssignmentOperation assignment:
                return new Expression(
                    $"{Value(assignment.Target)} {Symbol(assignment.OperatorKind, assignment).Text}= {Value(assignment.Value).At(Expression.Assignment)}",
                    Expression.Assignment);
            case IIncrementOrDecrementOperation step:
                string sign = step.Kind == OperationKind.Increment ? "++" : "--", target = Value(step.Target).At(Expression.Primary);
                return step.IsPostfix ? Expression.Of(target + sign) : new Expression(sign + target, Expression.Prefix);
            case IDefaultValueOperation { Type: ITypeSymbol type }:
                return Default(type, operation.Syntax);
            case IObjectCreationOperation creation:
                return Creation(creation);
            case IWithOperation with:
                return With(with);
            case IArrayCreationOperation or ICollectionExpressionOperation or IAnonymousObjectCreationOperation:
                throw new Refusal(Rules.Allocation, operation.Syntax, "an array or object");
            default:
                throw Unsupported(operation);
        }
    }

    // Constants are folded in their own type; where a formula's double meets a float, the float it becomes is what counts.
    private static object Folded(IOperation operation, object constant) =>
        operation.Type?.SpecialType == SpecialType.System_Single && constant is double d ? (float)d : constant;

    private Expression Parameter(IParameterSymbol parameter)
    {
        string name = Words.Variable(parameter.Name);
        // A parameter of a primary constructor that a method uses is a field.
        if (parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } && method.MethodKind != MethodKind.Constructor)
            return Expression.Of($"self.{name}");
        return references.ContainsKey(parameter) ? new Expression($"*{name}", Expression.Prefix) : Expression.Of(name);
    }

    private Expression Field(IFieldReferenceOperation field)
    {
        if (field.Field.IsStatic)
            throw new Refusal(Rules.Unsupported, field.Syntax, $"the static field '{field.Field.Name}'", "make it const, or pass it as a parameter");
        Expression instance = Value(field.Instance!);
        if (field.Field.ContainingType.IsTransparent())
            return instance;
        return Expression.Of($"{instance.At(Expression.Primary)}.{Words.Variable((field.Field.AssociatedSymbol ?? field.Field).Name)}");
    }

    private Expression Property(IPropertyReferenceOperation reference)
    {
        IPropertySymbol property = reference.Property;
        if (property.ContainingType.IsView())
            return property.IsIndexer ? Element(reference) : ViewOf(reference.Instance!).Length;
        if (property.IsVocabulary())
            return Position(reference);
        INamedTypeSymbol owner = property.ContainingType;
        if (owner.IsTransparent() && reference.Instance != null)
            return Value(reference.Instance);

        ITypeSymbol? constrained = reference.Instance == null ? reference.ConstrainedToType : reference.Instance.Type;
        if (constrained is ITypeParameterSymbol)
        {
            ITypeSymbol bound = types.Resolve(constrained);
            if (bound is INamedTypeSymbol concrete)
            {
                IMethodSymbol getter = Translator.Implementation(concrete, property.GetMethod!, reference.Syntax);
                return Got(Function(getter, [], reference.Syntax, concrete), reference);
            }

            return Got(Needed($"{bound.Name}_{property.Name}"), reference);
        }

        // The dialects call the parts of a vector x, y, z and w.
        if (reference.Instance != null && owner.Intrinsic() != null)
            return Expression.Of($"{Value(reference.Instance).At(Expression.Primary)}.{property.Name.ToLowerInvariant()}");
        bool stored = reference.Instance != null && owner.GetMembers().OfType<IFieldSymbol>().Any(f => SymbolEqualityComparer.Default.Equals(f.AssociatedSymbol, property.OriginalDefinition));
        if (stored)
            return Expression.Of($"{Value(reference.Instance!).At(Expression.Primary)}.{Words.Variable(property.Name)}");
        if (property.GetMethod == null)
            throw Unsupported(reference);
        // Within an interface's own body 'this' is whatever struct took it over.
        if (reference.Instance is IInstanceReferenceOperation && selfType != null && owner.TypeKind == TypeKind.Interface)
            return Got(Function(Translator.Implementation(selfType, property.GetMethod, reference.Syntax), [], reference.Syntax, selfType), reference);
        return Got(Function(property.GetMethod, [], reference.Syntax), reference);
    }

    // A static property is a macro, any other a function of its struct.
    private Expression Got(string name, IPropertyReferenceOperation reference) =>
        reference.Instance == null ? Expression.Of(name) : Expression.Of($"{name}({Value(reference.Instance)})");

    private static Expression Position(IPropertyReferenceOperation reference)
    {
        string name = $"{reference.Property.ContainingType.Name}.{reference.Property.Name}";
        string? word = name switch
        {
            "Grid.IdxX" => "$group_index",
            "Grid.DimX" => "$group_count",
            "Group.IdxX" => "$item_index",
            "Group.DimX" => "$group_size",
            _ => null,
        };
        if (word == null && reference.Instance is IPropertyReferenceOperation { Property: { Name: "GlobalIndex", ContainingType.Name: "Grid" } } && reference.Property.Name == "X")
            word = "$global_index";
        return word == null ? throw Unsupported(reference) : new Expression(word, Expression.Prefix);
    }

    private Expression Element(IPropertyReferenceOperation reference)
    {
        View view = ViewOf(reference.Instance!);
        IOperation index = reference.Arguments[0].Value;
        if (index.DescendantsAndSelf().Any(o => o is IAssignmentOperation or IIncrementOrDecrementOperation))
            throw new Refusal(Rules.Unsupported, index.Syntax, "an index that changes something", "change it in a statement of its own");
        Expression at = Value(index);
        string pointer = view.Pointer.At(Expression.Primary);
        if (!ReportsFaults)
            return Expression.Of($"{pointer}[{at}]");

        string inside = Inside(at, view.Length.Text, reference.Instance!);
        // Past its end a buffer's element is replaced by a spare one; an array of the group or item by its first.
        return view.Space == Space.Global
            ? new Expression($"*({inside} ? &{pointer}[{at}] : ($global {Type(reference.Type!, reference.Syntax)}*)(faults + 6))", Expression.Prefix)
            : Expression.Of($"{pointer}[{inside} ? {at} : 0]");
    }

    private string Inside(Expression at, string length, IOperation view) =>
        $"inside({at}, {length}, {view.Syntax.GetLocation().GetLineSpan().StartLinePosition.Line + 1}, $piece, {unit.View(view.Syntax.ToString())}, faults)";

    /// <summary>The pointer and length of an expression that is a view.</summary>
    private View ViewOf(IOperation operation)
    {
        operation = Strip(operation);
        switch (operation)
        {
            case ILocalReferenceOperation local:
                return views[local.Local];
            case IParameterReferenceOperation parameter:
                return views[parameter.Parameter];
            case IInvocationOperation { TargetMethod.Name: "SubView" } call when call.TargetMethod.IsVocabulary():
                View whole = ViewOf(call.Instance!);
                return new View(
                    new Expression($"{whole.Pointer.At(Expression.Sum)} + {Value(call.Arguments[0].Value).At(Expression.Sum + 1)}", Expression.Sum),
                    Value(call.Arguments[1].Value),
                    whole.Space);
            case IInvocationOperation { TargetMethod.Name: "Allocate" } call when call.TargetMethod.IsVocabulary():
                throw new Refusal(Rules.SharedPlace, call.Syntax, method.Name);
            default:
                throw new Refusal(Rules.Unsupported, operation.Syntax, "a view that is computed in this way", "name it in a variable of its own");
        }
    }

    private static IOperation Strip(IOperation operation) =>
        operation is IConversionOperation { OperatorMethod: null } conversion ? Strip(conversion.Operand) : operation;

    private static bool IsUnroll(IInvocationOperation call) => call.TargetMethod is { Name: "Unroll", ContainingType.Name: "Loop" } m && m.ContainingType.Namespace() == Symbols.Simt;

    private Expression Call(IInvocationOperation call)
    {
        IMethodSymbol target = call.TargetMethod;
        if (IsUnroll(call))
            return Value(call.Arguments[0].Value);
        if (target.IsVocabulary())
            return Vocabulary(call);
        if (target.ContainingType.Namespace() == "System")
            return Framework(call);
        if (target.Intrinsic() is string intrinsic)
            return Intrinsic(intrinsic, call);

        ITypeSymbol? constrained = call.Instance == null ? call.ConstrainedToType : call.Instance.Type;
        if (constrained is ITypeParameterSymbol)
        {
            ITypeSymbol bound = types.Resolve(constrained);
            if (bound is not INamedTypeSymbol concrete)
                return Invoke(Needed($"{bound.Name}_{target.Name}"), call, []);
            target = Translator.Implementation(concrete, target, call.Syntax);
            if (PassesThrough(target) is int ordinal)
                return Value(call.Arguments.First(a => a.Parameter!.Ordinal == ordinal).Value);
            return Invoke(Function(target, Spaces(call), call.Syntax, concrete), call, []);
        }

        if (PassesThrough(target) is int only)
            return Value(call.Arguments.First(a => a.Parameter!.Ordinal == only).Value);
        if (call.Instance is IInstanceReferenceOperation && selfType != null && target.ContainingType.TypeKind == TypeKind.Interface)
            return Invoke(Function(Translator.Implementation(selfType, target, call.Syntax), Spaces(call), call.Syntax, selfType), call, []);
        bool faults = ReportsFaults && target.Parameters.Any(p => p.Type.IsView());
        return Invoke(Function(target, Spaces(call), call.Syntax), call, faults ? ["faults"] : []);
    }

    private string Function(IMethodSymbol target, IReadOnlyList<Space> argumentSpaces, SyntaxNode where, INamedTypeSymbol? self = null)
    {
        bool inherited = self != null && target.ContainingType.TypeKind == TypeKind.Interface;
        return Needed(translator.Function(target, types, argumentSpaces, where, inherited ? self : null));
    }

    private string Needed(string name)
    {
        unit.Need(name);
        return name;
    }

    private Expression Invoke(string name, IInvocationOperation call, IEnumerable<string> extra)
    {
        IEnumerable<string> self = call.Instance == null || call.TargetMethod.IsStatic ? [] : [Value(call.Instance).At(Expression.Assignment)];
        return Expression.Of($"{name}({string.Join(", ", self.Concat(Arguments(call.Arguments)).Concat(extra))})");
    }

    private IEnumerable<string> Arguments(IEnumerable<IArgumentOperation> arguments) => arguments.OrderBy(a => a.Parameter!.Ordinal).SelectMany(Argument);

    private IEnumerable<string> Argument(IArgumentOperation argument)
    {
        if (argument.Parameter!.Type.IsView())
        {
            View view = ViewOf(argument.Value);
            return [view.Pointer.At(Expression.Assignment), view.Length.At(Expression.Assignment)];
        }

        return [argument.Parameter.RefKind is RefKind.Ref or RefKind.Out ? Address(argument.Value) : Value(argument.Value).At(Expression.Assignment)];
    }

    private string Address(IOperation target)
    {
        switch (target)
        {
            case IDeclarationExpressionOperation { Expression: ILocalReferenceOperation local }:
                before.Add(($"{Type(local.Local.Type, target.Syntax)} {Words.Variable(local.Local.Name)};", target.Syntax));
                return $"&{Words.Variable(local.Local.Name)}";
            case IDiscardOperation { Type: ITypeSymbol type }:
                string nameless = $"unused{temporaries++}";
                before.Add(($"{Type(type, target.Syntax)} {nameless};", target.Syntax));
                return $"&{nameless}";
            case IParameterReferenceOperation parameter when references.ContainsKey(parameter.Parameter):
                return Words.Variable(parameter.Parameter.Name);
            default:
                return $"&{Value(target).At(Expression.Prefix)}";
        }
    }

    /// <summary>Where the memory of each view and reference among the arguments is, in the order of the parameters.</summary>
    private List<Space> Spaces(IInvocationOperation call) => call.Arguments.OrderBy(a => a.Parameter!.Ordinal)
        .Where(a => a.Parameter!.Type.IsView() || a.Parameter.RefKind is RefKind.Ref or RefKind.Out)
        .Select(a => a.Parameter!.Type.IsView() ? ViewOf(a.Value).Space : a.Value switch
        {
            IPropertyReferenceOperation { Property.IsIndexer: true } element => ViewOf(element.Instance!).Space,
            IParameterReferenceOperation parameter when references.TryGetValue(parameter.Parameter, out Space space) => space,
            _ => Space.Local,
        }).ToList();

    private Expression Vocabulary(IInvocationOperation call)
    {
        string name = $"{call.TargetMethod.ContainingType.Name}.{call.TargetMethod.Name}";
        return name switch
        {
            "Group.Barrier" => Expression.Of("$barrier"),
            "MemoryFence.DeviceLevel" => Expression.Of("$fence"),
            "Atomic.Add" => Expression.Of($"$atomic_add({string.Join(", ", Arguments(call.Arguments))})"),
            "Interop.FloatAsInt" => Expression.Of($"$as_uint({Value(call.Arguments[0].Value)})"),
            "Interop.IntAsFloat" => Expression.Of($"$as_float({Value(call.Arguments[0].Value)})"),
            "SharedMemory.Allocate" or "LocalMemory.Allocate" => throw new Refusal(Rules.SharedPlace, call.Syntax, method.Name),
            _ => throw new Refusal(Rules.NoSource, call.Syntax, call.TargetMethod.ToDisplayString()),
        };
    }

    /// <summary>Functions of the framework that C has too.</summary>
    private Expression Framework(IInvocationOperation call)
    {
        IMethodSymbol target = call.TargetMethod;
        bool whole = call.Type?.SpecialType == SpecialType.System_Int32;
        string? function = (target.ContainingType.Name, target.Name) switch
        {
            ("Math", "Min") when whole => "$imin",
            ("Math", "Max") when whole => "$imax",
            ("Math", "Abs") when whole => "$iabs",
            ("Math" or "MathF", string name) when !whole && Words.Functions.TryGetValue(name, out string? word) && target.Parameters.All(p => p.Type.SpecialType is SpecialType.System_Single or SpecialType.System_Double) => word,
            _ => null,
        };
        if (function == null && target is { ContainingType.Name: "Math" or "MathF", Name: "Max" or "Min" })
            throw new Refusal(Rules.Unsupported, call.Syntax, $"{target.ContainingType.Name}.{target.Name} of floats", "devices disagree about NaN in it: write a comparison, or use Lane." + target.Name);
        if (function == null)
            throw new Refusal(Rules.NoSource, call.Syntax, target.ToDisplayString());
        return Expression.Of($"{function}({string.Join(", ", Arguments(call.Arguments))})");
    }

    /// <summary>Vectors of floats are the only types that dialects have and C has not. A view and an index become an address.</summary>
    private Expression Intrinsic(string name, IInvocationOperation call)
    {
        if (!call.TargetMethod.Parameters[0].Type.IsView())
            return Expression.Of($"${name}({string.Join(", ", Arguments(call.Arguments))})");
        View view = ViewOf(call.Arguments[0].Value);
        Expression first = Value(call.Arguments[1].Value);
        string place = $"{view.Pointer.At(Expression.Sum)} + {first.At(Expression.Sum + 1)}";
        if (ReportsFaults)
        {
            string last = name.EndsWith("16", System.StringComparison.Ordinal) ? "15" : "3";
            place = $"{Inside(first, $"{view.Length.At(Expression.Sum)} - {last}", call.Arguments[0].Value)} ? {place} : {view.Pointer}";
        }

        return Expression.Of(call.Arguments.Length == 2 ? $"${name}(0, {place})" : $"${name}({Value(call.Arguments[2].Value)}, 0, {place})");
    }

    /// <summary>Where a method of the plain number does nothing but return one of its parameters, that parameter's ordinal: no call is written.</summary>
    private int? PassesThrough(IMethodSymbol target)
    {
        if (!target.ContainingType.IsTransparent() || !target.IsStatic || !target.HasSource()
            || target.OriginalDefinition.DeclaringSyntaxReferences[0].GetSyntax() is not MethodDeclarationSyntax { ExpressionBody.Expression: ExpressionSyntax body })
            return null;
        IOperation? operation = translator.Operation(body);
        while (operation is IConversionOperation or IObjectCreationOperation)
            operation = operation is IConversionOperation conversion ? conversion.Operand : ((IObjectCreationOperation)operation).Arguments.FirstOrDefault()?.Value;
        return operation is IParameterReferenceOperation { Parameter.RefKind: RefKind.None } parameter ? parameter.Parameter.Ordinal : null;
    }

    private Expression Conversion(IConversionOperation conversion)
    {
        Expression operand = Value(conversion.Operand);
        ITypeSymbol from = types.Resolve(conversion.Operand.Type!), to = types.Resolve(conversion.Type!);
        if (conversion.OperatorMethod is IMethodSymbol converter)
        {
            if (converter.ContainingType.IsTransparent() || from.IsTransparent() || to.IsTransparent())
                return operand;
            return Expression.Of($"{Function(converter, [], conversion.Syntax)}({operand})");
        }

        string source = Type(from, conversion.Syntax), target = Type(to, conversion.Syntax);
        return source == target ? operand : new Expression($"({target}){operand.At(Expression.Prefix)}", Expression.Prefix);
    }

    private Expression Unary(IUnaryOperation unary)
    {
        string? sign = unary.OperatorKind switch
        {
            UnaryOperatorKind.Minus => "-",
            UnaryOperatorKind.Plus => "+",
            UnaryOperatorKind.Not => "!",
            UnaryOperatorKind.BitwiseNegation => "~",
            _ => throw Unsupported(unary),
        };
        CheckOperator(unary.OperatorMethod, unary.Operand.Type, unary);
        string operand = Value(unary.Operand).At(Expression.Prefix);
        return new Expression(operand[0] == '-' && sign == "-" ? $"-({operand})" : sign + operand, Expression.Prefix);
    }

    private Expression Binary(IBinaryOperation binary)
    {
        CheckOperator(binary.OperatorMethod, types.Resolve(binary.LeftOperand.Type!).IsTransparent() ? binary.LeftOperand.Type : binary.RightOperand.Type, binary);
        (string text, int binding) = Symbol(binary.OperatorKind, binary);
        // To the right of - and / an equally tight operator needs parentheses; to the left it does not.
        return new Expression($"{Value(binary.LeftOperand).At(binding)} {text} {Value(binary.RightOperand).At(binding + 1)}", binding);
    }

    private void CheckOperator(IMethodSymbol? operatorMethod, ITypeSymbol? operand, IOperation where)
    {
        if (operatorMethod != null && operand != null && !types.Resolve(operand).IsTransparent())
            throw new Refusal(Rules.Unsupported, where.Syntax, $"the operator of {operand.Name}", "call a method instead");
    }

    private static (string Text, int Binding) Symbol(BinaryOperatorKind kind, IOperation where) => kind switch
    {
        BinaryOperatorKind.Add => ("+", Expression.Sum),
        BinaryOperatorKind.Subtract => ("-", Expression.Sum),
        BinaryOperatorKind.Multiply => ("*", Expression.Product),
        BinaryOperatorKind.Divide => ("/", Expression.Product),
        BinaryOperatorKind.Remainder => ("%", Expression.Product),
        BinaryOperatorKind.LeftShift => ("<<", Expression.Shift),
        BinaryOperatorKind.RightShift => (">>", Expression.Shift),
        BinaryOperatorKind.LessThan => ("<", Expression.Order),
        BinaryOperatorKind.LessThanOrEqual => ("<=", Expression.Order),
        BinaryOperatorKind.GreaterThan => (">", Expression.Order),
        BinaryOperatorKind.GreaterThanOrEqual => (">=", Expression.Order),
        BinaryOperatorKind.Equals => ("==", Expression.Equality),
        BinaryOperatorKind.NotEquals => ("!=", Expression.Equality),
        BinaryOperatorKind.And => ("&", Expression.And),
        BinaryOperatorKind.ExclusiveOr => ("^", Expression.Xor),
        BinaryOperatorKind.Or => ("|", Expression.Or),
        BinaryOperatorKind.ConditionalAnd => ("&&", Expression.Both),
        BinaryOperatorKind.ConditionalOr => ("||", Expression.Either),
        _ => throw Unsupported(where),
    };

    private Expression Default(ITypeSymbol type, SyntaxNode where)
    {
        type = types.Resolve(type);
        if (type.SpecialType != SpecialType.None || type.IsTransparent())
            return Expression.Of(Type(type, where) == "float" ? "0.0f" : "0");
        string name = $"empty{temporaries++}";
        before.Add(($"{Type(type, where)} {name} = {{0}};", where));
        return Expression.Of(name);
    }

    private Expression Creation(IObjectCreationOperation creation)
    {
        ITypeSymbol type = types.Resolve(creation.Type!);
        if (!type.IsValueType)
            throw new Refusal(Rules.Allocation, creation.Syntax, $"a {type.Name}");
        if (creation.Initializer != null || creation.Constructor == null)
            throw new Refusal(Rules.Unsupported, creation.Syntax, "an object initializer", "give the struct a constructor");
        if (type.IsTransparent())
            return Value(creation.Arguments[0].Value);
        if (creation.Arguments.Length == 0)
            return Default(type, creation.Syntax);
        string arguments = string.Join(", ", Arguments(creation.Arguments));
        if (type.Intrinsic() != null)
            return Expression.Of($"${type.Name.ToLowerInvariant()}({arguments})");
        return Expression.Of($"{Function(creation.Constructor, [], creation.Syntax)}({arguments})");
    }

    private Expression With(IWithOperation with)
    {
        string name = $"changed{temporaries++}";
        before.Add(($"{Type(with.Type!, with.Syntax)} {name} = {Value(with.Operand)};", with.Syntax));
        foreach (IOperation initializer in with.Initializer.Initializers)
        {
            if (initializer is not ISimpleAssignmentOperation { Target: IMemberReferenceOperation member } assignment)
                throw Unsupported(initializer);
            before.Add(($"{name}.{Words.Variable(member.Member.Name)} = {Value(assignment.Value)};", initializer.Syntax));
        }

        return Expression.Of(name);
    }
}
